package workbook.engine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Where the workbook writes down its own failures.
///
/// @param folder made when it is needed; if it cannot be, the system's temporary folder serves
record ErrorLog(Path folder) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS", Locale.ROOT);

    /// @return the file
    Path write(String exercise, String text) {
        var name = LocalDateTime.now().format(TIME) + "-" + exercise + ".log";
        try {
            return Files.writeString(Files.createDirectories(folder).resolve(name), text);
        } catch (IOException e) {
            return writeElsewhere(name, text);
        }
    }

    private static Path writeElsewhere(String name, String text) {
        try {
            return Files.writeString(Files.createTempDirectory("workbook-log").resolve(name), text);
        } catch (IOException e) {
            System.err.println(text);
            return Path.of(name);
        }
    }

    static String trace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
