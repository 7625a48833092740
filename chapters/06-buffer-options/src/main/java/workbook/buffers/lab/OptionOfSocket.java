package workbook.buffers.lab;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import workbook.kit.natives.KernelOptions;

/// An option as Java knows it, and as the kernel does: by level and number, getsockopt(2).
///
/// @param java   Java's name and type of it
/// @param level  SOL_SOCKET, or a protocol's number
/// @param number asm-generic/socket.h, linux/tcp.h
/// @param wish   what is asked for, to see what becomes of it
record OptionOfSocket(SocketOption<?> java, int level, int number, Object wish) {
    private static final int SO_LINGER = 13;

    /// Those that are switches or single numbers and no sizes of buffers, the socket's before TCP's.
    static final List<OptionOfSocket> SWITCHES = List.of(
            new OptionOfSocket(StandardSocketOptions.SO_BROADCAST, KernelOptions.SOL_SOCKET, 6, true),
            new OptionOfSocket(StandardSocketOptions.SO_KEEPALIVE, KernelOptions.SOL_SOCKET, 9, true),
            new OptionOfSocket(StandardSocketOptions.SO_LINGER, KernelOptions.SOL_SOCKET, SO_LINGER, 5),
            new OptionOfSocket(StandardSocketOptions.SO_REUSEADDR, KernelOptions.SOL_SOCKET, 2, true),
            new OptionOfSocket(StandardSocketOptions.SO_REUSEPORT, KernelOptions.SOL_SOCKET, 15, true),
            new OptionOfSocket(StandardSocketOptions.TCP_NODELAY, KernelOptions.IPPROTO_TCP, 1, true),
            new OptionOfSocket(ExtendedSocketOptions.TCP_KEEPIDLE, KernelOptions.IPPROTO_TCP, 4, 60),
            new OptionOfSocket(ExtendedSocketOptions.TCP_KEEPINTERVAL, KernelOptions.IPPROTO_TCP, 5, 10),
            new OptionOfSocket(ExtendedSocketOptions.TCP_KEEPCOUNT, KernelOptions.IPPROTO_TCP, 6, 3));

    /// The sizes of buffers, of which more than one is asked for.
    static final List<OptionOfSocket> BUFFERS = List.of(
            new OptionOfSocket(StandardSocketOptions.SO_RCVBUF, KernelOptions.SOL_SOCKET, 8, 0),
            new OptionOfSocket(StandardSocketOptions.SO_SNDBUF, KernelOptions.SOL_SOCKET, 7, 0));

    boolean isOf(NetworkChannel channel) {
        return channel.supportedOptions().contains(java);
    }

    /// What Java says it is.
    String reported(NetworkChannel channel) throws IOException {
        return String.valueOf(channel.getOption(java));
    }

    void ask(NetworkChannel channel, Object value) throws IOException {
        ask(channel, java, value);
    }

    private static <T> void ask(NetworkChannel channel, SocketOption<T> option, Object value) throws IOException {
        channel.setOption(option, option.type().cast(value));
    }

    /// What the kernel says it is: a number; of a linger two, whether it does and for how many seconds.
    ///
    /// @throws IOException where the kernel cannot be asked
    String held(NetworkChannel channel) throws IOException {
        if (number == SO_LINGER && level == KernelOptions.SOL_SOCKET) {
            var linger = KernelOptions.get(channel, level, number, 2 * Integer.BYTES);
            return linger.getInt(0) + ", " + linger.getInt(Integer.BYTES);
        }
        return Integer.toString(KernelOptions.get(channel, level, number));
    }
}
