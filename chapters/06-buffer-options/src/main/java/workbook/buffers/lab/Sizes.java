package workbook.buffers.lab;

import java.util.Locale;

/// Numbers of bytes, as people read them.
final class Sizes {
    static final int KIB = 1 << 10;
    static final int MIB = 1 << 20;

    private Sizes() {}

    /// In the largest unit that it is a whole number of.
    static String name(long bytes) {
        if (bytes > 0 && bytes % MIB == 0) {
            return bytes / MIB + " MiB";
        }
        return bytes > 0 && bytes % KIB == 0 ? bytes / KIB + " KiB" : String.format(Locale.ROOT, "%,d bytes", bytes);
    }
}
