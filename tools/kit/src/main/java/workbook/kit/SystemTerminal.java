package workbook.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import workbook.kit.libc.Libc;
import workbook.kit.natives.NativeAccess;

/// The standard streams of this process.
final class SystemTerminal implements Terminal {
    private static final int USUAL_COLUMNS = 80;
    private static final int STANDARD_OUTPUT = 1;
    /// The size of a terminal's window: asm-generic/ioctls.h, ioctl_tty(2).
    private static final long TIOCGWINSZ = 0x5413;
    /// Four unsigned shorts: rows, columns, and two in pixels that nobody fills in.
    private static final int WINSIZE_BYTES = 8;
    private static final int COLUMNS_AT = 2;

    @Override
    public InputStream in() {
        return System.in;
    }

    @Override
    public PrintStream out() {
        return System.out;
    }

    @Override
    public PrintStream err() {
        return System.err;
    }

    @Override
    public boolean isInteractive() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public int columns() {
        var told = System.getenv().getOrDefault("COLUMNS", "");
        if (told.matches("[1-9][0-9]{0,3}")) {
            return Integer.parseInt(told);
        }
        return isInteractive() && NativeAccess.isEnabled() ? windowColumns() : USUAL_COLUMNS;
    }

    private static int windowColumns() {
        try (var arena = Arena.ofConfined()) {
            var size = arena.allocate(WINSIZE_BYTES);
            Libc.ioctl(STANDARD_OUTPUT, TIOCGWINSZ, size);
            var columns = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT_UNALIGNED, COLUMNS_AT));
            return columns == 0 ? USUAL_COLUMNS : columns;
        } catch (IOException e) {
            return USUAL_COLUMNS;
        }
    }
}
