package workbook.sockets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What was typed behind `receive` or `send`.
///
/// @param word     the file or folder
/// @param rate     kilobytes a second
record Options(Optional<String> word, OptionalInt port, Optional<String> host, Duration patience, OptionalInt rate) {
    private static final int DEFAULT_PATIENCE = 60;
    private static final int HIGHEST_PORT = 65535;
    private static final int A_DAY = 86_400;
    private static final int A_GIGABYTE = 1_000_000;

    /// @throws GivenUp if they make no sense
    static Options of(List<String> typed) throws GivenUp {
        var values = new HashMap<String, String>();
        var words = new ArrayList<String>();
        for (var i = 0; i < typed.size(); i++) {
            var each = typed.get(i);
            if (each.equals("--")) {
                words.addAll(typed.subList(i + 1, typed.size()));
                break;
            }
            switch (each) {
                case "--port", "--host", "--patience", "--rate" -> {
                    i++;
                    if (i == typed.size()) {
                        throw GivenUp.usage("Behind " + each + " something is missing; --help has more.");
                    }
                    values.put(each, typed.get(i));
                }
                default -> {
                    if (each.startsWith("-")) {
                        throw GivenUp.usage("There is no option " + each + "; --help has those that there are. (A file of"
                                + " that name is -- " + each + ".)");
                    }
                    words.add(each);
                }
            }
        }
        if (words.size() > 1) {
            throw GivenUp.usage("One name is enough, and these are " + words.size() + ": " + String.join(", ", words)
                    + ". (Put quotes around a name that has blanks in it.)");
        }
        return new Options(words.stream().findFirst(), number(values, "--port", 0, HIGHEST_PORT),
                Optional.ofNullable(values.get("--host")),
                Duration.ofSeconds(number(values, "--patience", 1, A_DAY).orElse(DEFAULT_PATIENCE)),
                number(values, "--rate", 1, A_GIGABYTE));
    }

    private static OptionalInt number(Map<String, String> values, String name, int least, int most) throws GivenUp {
        if (!values.containsKey(name)) {
            return OptionalInt.empty();
        }
        var text = values.get(name);
        if (!text.matches("\\d{1,7}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw GivenUp.usage(name + " takes a number from " + least + " to " + most + ", and '" + text + "' is none.");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }
}
