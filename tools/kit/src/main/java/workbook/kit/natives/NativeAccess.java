package workbook.kit.natives;

import workbook.kit.libc.Libc;

/// Whether [Libc] can be called here.
public final class NativeAccess {
    private NativeAccess() {}

    /// Linux with 64-bit longs, whose constants `Libc` knows, and `--enable-native-access` given.
    public static boolean isEnabled() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("sun.arch.data.model", "64").equals("64")
                && NativeAccess.class.getModule().isNativeAccessEnabled();
    }
}
