package workbook.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The machine's own Maven.
public record Maven(Path program) {
    private static final Pattern VERSION = Pattern.compile("Apache Maven (\\d+(?:\\.\\d+)*\\S*)");

    /// @throws Refusal if there is none
    static Maven of(Setup setup) {
        return find(setup.programs()).orElseThrow(
                () -> Refusal.notReady("Maven is not on the PATH; ./workbook doctor says how to install it."));
    }

    public static Optional<Maven> find(Programs programs) {
        return programs.find("mvn").map(Maven::new);
    }

    /// Maven with these arguments, for a program to run: no questions, no colours.
    public List<String> command(String... arguments) {
        var command = new ArrayList<>(List.of(program.toString(), "-B"));
        command.addAll(List.of(arguments));
        return command;
    }

    /// "3.8.7", or none if it does not say.
    public Optional<String> version(Programs programs, Path folder) throws IOException {
        var matcher = VERSION.matcher(programs.run(folder, command("-v")).text());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
