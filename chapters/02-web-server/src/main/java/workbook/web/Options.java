package workbook.web;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What was typed behind `run web-server`.
///
/// @param root the folder to serve; without it, the chapter's own site
/// @param host the address to listen at; without it, the loopback address
/// @param port 0 for any that is free
/// @param isQuiet whether no log is kept
record Options(Optional<Path> root, Optional<String> host, int port, boolean isQuiet) {
    static final int PORT = 8080;
    private static final int HIGHEST_PORT = 65_535;

    /// @throws GivenUp if they make no sense
    static Options of(List<String> words) throws GivenUp {
        var options = new Options(Optional.empty(), Optional.empty(), PORT, words.contains("--quiet"));
        var typed = words.stream().filter(word -> !word.equals("--quiet")).toList();
        for (var i = 0; i < typed.size(); i += 2) {
            if (!List.of("--root", "--host", "--port").contains(typed.get(i))) {
                throw usage("'" + typed.get(i) + "' is neither --root nor --host nor --port; --help has more.");
            }
            if (i + 1 == typed.size()) {
                throw usage("Behind " + typed.get(i) + " something is missing; --help has more.");
            }
            options = options.with(typed.get(i), typed.get(i + 1));
        }
        return options;
    }

    private Options with(String name, String value) throws GivenUp {
        return switch (name) {
            case "--root" -> new Options(Optional.of(Path.of(value)), host, port, isQuiet);
            case "--host" -> new Options(root, Optional.of(value), port, isQuiet);
            default -> new Options(root, host, number(value), isQuiet);
        };
    }

    private static int number(String value) throws GivenUp {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > HIGHEST_PORT) {
            throw usage("--port takes a number from 0 to " + HIGHEST_PORT + ", and '" + value + "' is none.");
        }
        return Integer.parseInt(value);
    }

    private static GivenUp usage(String sentence) {
        return new GivenUp(GivenUp.USAGE, sentence);
    }
}
