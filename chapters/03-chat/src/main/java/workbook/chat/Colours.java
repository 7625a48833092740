package workbook.chat;

import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Gives each name a colour, the same in every line, and draws what the server says of itself in less.
///
/// @param areWanted whether escape sequences may be used
record Colours(boolean areWanted) implements UnaryOperator<String> {
    private static final Pattern SAID = Pattern.compile("([<\\[])([^>\\]]+)([>\\]])(.*)");
    private static final int FAINT = 2;
    private static final int RED = 31;
    /// Those that can be read on black and on white, red not among them: that is for refusals.
    private static final int[] NAMES = {32, 33, 34, 35, 36, 92, 94, 95};

    @Override
    public String apply(String line) {
        if (!areWanted) {
            return line;
        }
        var said = SAID.matcher(line);
        if (said.matches()) {
            return said.group(1) + in(colour(said.group(2)), said.group(2)) + said.group(3) + said.group(4);
        }
        return line.startsWith("! ") ? in(RED, line) : line.startsWith("* ") ? in(FAINT, line) : line;
    }

    private static int colour(String name) {
        return NAMES[Math.floorMod(name.toLowerCase(Locale.ROOT).hashCode(), NAMES.length)];
    }

    private static String in(int colour, String text) {
        return "\u001b[" + colour + "m" + text + "\u001b[0m";
    }
}
