package workbook.cli.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import workbook.cli.Console;
import workbook.cli.Paint;

/// What the terminal can show.
///
/// @param rows of the terminal; none where it does not say
record Display(Map<String, String> environment, Console console, OptionalInt rows) {
    private static final int NARROW = 60;
    private static final int LOW = 16;

    List<Finding> findings() {
        return console.isInteractive()
                ? List.of(terminal(), letters())
                : List.of(Finding.fine("terminal", "none here; commands print plain text"), letters());
    }

    private Finding terminal() {
        var name = environment.getOrDefault("TERM", "");
        if (name.isEmpty() || name.startsWith("dumb")) {
            return Finding.note("terminal", name.isEmpty() ? "TERM is not set" : "TERM=" + name,
                    "the watch shows no colours and does not clear the screen", "export TERM=xterm-256color");
        }
        var size = console.columns() + (rows.isPresent() ? " x " + rows.getAsInt() : " columns");
        if (console.columns() < NARROW || rows.orElse(LOW) < LOW) {
            return Finding.note("terminal", name + ", " + size, "reports are broken into short lines or do not fit",
                    "make the window at least " + NARROW + " columns wide and " + LOW + " rows high");
        }
        return Finding.fine("terminal", name + ", " + size + ", " + powers(console.paint()));
    }

    private String powers(Paint paint) {
        var colours = paint.hasColours()
                ? "colours"
                : environment.getOrDefault("NO_COLOR", "").isEmpty() ? "no colours" : "no colours (NO_COLOR is set)";
        return colours + (paint.hasLinks() ? ", files can be clicked" : ", files in full, not to be clicked");
    }

    private Finding letters() {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return Finding.fine("letters", System.getProperty("stdout.encoding", "the console's own"));
        }
        var locale = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("C");
        return locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8")
                ? Finding.fine("letters", locale)
                : Finding.note("letters", "the locale is " + locale + ", which is not UTF-8",
                        "signs such as … may come out wrong, and Java finds no file whose path has letters beyond"
                                + " ASCII",
                        "export LC_ALL=C.UTF-8");
    }
}
