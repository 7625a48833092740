package workbook.kit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What was typed behind the name of a chapter's program: `--name VALUE` pairs, and flags, which stand alone.
public final class Options {
    /// The most that a port can be.
    public static final int HIGHEST_PORT = 65_535;
    private static final int DIGITS = 9;

    private final Map<String, String> values = new HashMap<>();

    private Options() {}

    /// @param names of the options that take a value
    /// @param flags those that take none
    /// @throws GivenUp if anything else was typed
    public static Options of(List<String> typed, List<String> names, List<String> flags) throws GivenUp {
        var options = new Options();
        for (var rest = typed.iterator(); rest.hasNext();) {
            var word = rest.next();
            if (flags.contains(word)) {
                options.values.put(word, "");
            } else if (!names.contains(word)) {
                var known = new TreeSet<>(names);
                known.addAll(flags);
                throw usage("'" + word + "' is none of " + String.join(", ", known) + "; --help has more.");
            } else if (rest.hasNext()) {
                options.values.put(word, rest.next());
            } else {
                throw usage("Behind " + word + " something is missing; --help has more.");
            }
        }
        return options;
    }

    /// Whether this flag, or option, was typed.
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /// What was typed behind this name; the last time, if more than once.
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// @return `otherwise` if the option was not typed
    /// @throws GivenUp if what was typed is no number from `least` to `most`
    public int number(String name, int otherwise, int least, int most) throws GivenUp {
        if (!has(name)) {
            return otherwise;
        }
        var text = values.get(name);
        if (!text.matches("[0-9]{1," + DIGITS + "}") || Integer.parseInt(text) < least
                || Integer.parseInt(text) > most) {
            throw usage(name + " takes a number from " + least + " to " + most + ", and '" + text + "' is none.");
        }
        return Integer.parseInt(text);
    }

    /// @return `otherwise` if the option was not typed
    /// @throws GivenUp if what was typed is none of these words
    public String word(String name, String otherwise, List<String> words) throws GivenUp {
        var typed = value(name).orElse(otherwise);
        if (!words.contains(typed)) {
            throw usage(name + " takes one of " + String.join(", ", words) + ", and '" + typed + "' is none of them.");
        }
        return typed;
    }

    private static GivenUp usage(String sentence) {
        return new GivenUp(GivenUp.USAGE, sentence);
    }
}
