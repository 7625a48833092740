package workbook.cli.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import workbook.cli.Programs;

/// Whether, and how, this process may do what only root may.
final class Superuser {
    private static final Path ANYWHERE = Path.of("/").toAbsolutePath();

    private final Programs programs;

    Superuser(Programs programs) {
        this.programs = programs;
    }

    boolean isRoot() throws IOException {
        return programs.has("id") && programs.run(ANYWHERE, List.of("id", "-u")).text().strip().equals("0");
    }

    /// What to put before a command: nothing for root, `sudo` where it asks for no password; none where it would.
    Optional<List<String>> prefix() throws IOException {
        if (isRoot()) {
            return Optional.of(List.of());
        }
        if (programs.has("sudo") && programs.run(ANYWHERE, List.of("sudo", "-n", "true")).isOk()) {
            return Optional.of(List.of("sudo", "-n"));
        }
        return Optional.empty();
    }
}
