package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file's address for a link in a terminal, `file://host/path`. The host tells a terminal that shows another machine's
/// words that the file is not here.
final class FileAddress {
    private static final String HOST = host();

    private FileAddress() {}

    static String of(Path file) {
        return "file://" + HOST + URI.create(file.toUri().toASCIIString()).getRawPath();
    }

    /// Empty, which means this machine, where asking for the name would cost a process or a look-up in the network.
    private static String host() {
        try {
            var name = Files.readString(Path.of("/proc/sys/kernel/hostname"), UTF_8).strip();
            return name.matches("[\\w.-]+") ? name : "";
        } catch (IOException e) {
            return "";
        }
    }
}
