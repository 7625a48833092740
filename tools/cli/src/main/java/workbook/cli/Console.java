package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Map;

/// Where a command's words go, and what can be shown there.
///
/// @param isInteractive whether a person sits at it: both input and output are a terminal
/// @param columns       how wide it is
public record Console(PrintStream out, PrintStream err, boolean isInteractive, int columns, Paint paint) {
    private static final int UNKNOWN = 80;

    /// This process's own.
    static Console system(Map<String, String> environment) {
        var console = System.console();
        var isInteractive = console != null && console.isTerminal();
        return new Console(stream(FileDescriptor.out), stream(FileDescriptor.err), isInteractive,
                isInteractive ? width(environment) : UNKNOWN, Paint.of(environment, isInteractive, own()));
    }

    /// A console that only keeps or passes on what it is told, without colours.
    static Console plain(PrintStream out, PrintStream err) {
        return new Console(out, err, false, UNKNOWN, Paint.PLAIN);
    }

    /// The same, with another width.
    public Console ofWidth(int width) {
        return new Console(out, err, isInteractive, width, paint);
    }

    public void say(String line) {
        out.println(line);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, encoding());
    }

    /// What words are written in. Where the locale knows only ASCII, UTF-8 is still what most terminals and every JSON
    /// reader understand; on Windows the code page is what it is.
    public static Charset encoding() {
        return System.getProperty("os.name").startsWith("Windows") ? own() : UTF_8;
    }

    /// What the locale, or the code page, says that the terminal shows.
    private static Charset own() {
        return Charset.forName(System.getProperty("stdout.encoding", "UTF-8"));
    }

    private static int width(Map<String, String> environment) {
        return TerminalSize.columns().orElseGet(() -> {
            var columns = environment.getOrDefault("COLUMNS", "");
            return columns.matches("[1-9]\\d{0,3}") ? Integer.parseInt(columns) : UNKNOWN;
        });
    }
}
