package workbook.kit.natives;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import workbook.kit.libc.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.NetworkChannel;

/// What the kernel itself says of a channel's options, getsockopt(2): Java passes on some of them, and some not as they are.
///
/// For channels whose descriptor can be found: of TCP and UDP, and of UNIX where no second one looks the same. Where
/// [NativeAccess] is not enabled, calls throw an [IOException] that says so.
public final class KernelOptions {
    /// The level of options that any socket has, and two of them: asm-generic/socket.h.
    public static final int SOL_SOCKET = Libc.SOL_SOCKET;
    public static final int SO_SNDBUF = Libc.SO_SNDBUF;
    public static final int SO_RCVBUF = Libc.SO_RCVBUF;
    /// The level of TCP's own options, and one of them: linux/tcp.h.
    public static final int IPPROTO_TCP = 6;
    public static final int TCP_INFO = 11;

    private KernelOptions() {}

    /// An option that is an int.
    public static int get(NetworkChannel channel, int level, int option) throws IOException {
        needNative();
        return get(Descriptor.of(channel), level, option);
    }

    /// An option that is a structure; its numbers are in this machine's order.
    ///
    /// @param most how many bytes of it are wanted
    /// @return what the kernel has of it, no more than that
    public static ByteBuffer get(NetworkChannel channel, int level, int option, int most) throws IOException {
        needNative();
        try (var arena = Arena.ofConfined()) {
            var value = arena.allocate(most);
            var length = arena.allocateFrom(JAVA_INT, most);
            Libc.getsockopt(Descriptor.of(channel), level, option, value, length);
            return ByteBuffer.wrap(value.asSlice(0, length.get(JAVA_INT, 0)).toArray(JAVA_BYTE))
                    .order(ByteOrder.nativeOrder());
        }
    }

    static int get(int descriptor, int level, int option) throws NativeCallFailed {
        try (var arena = Arena.ofConfined()) {
            var value = arena.allocate(JAVA_INT);
            Libc.getsockopt(descriptor, level, option, value, arena.allocateFrom(JAVA_INT, Integer.BYTES));
            return value.get(JAVA_INT, 0);
        }
    }

    private static void needNative() throws IOException {
        if (!NativeAccess.isEnabled()) {
            throw new IOException("the kernel can be asked on 64-bit Linux only, and by a JVM that was started with "
                    + "--enable-native-access=ALL-UNNAMED");
        }
    }
}
