package workbook.buffers;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.util.SortedMap;

/// Which option belongs to which channel, and what its type is.
final class MixedUpTable {
    private MixedUpTable() {}

    /// The options that a channel has, with the type of each, by name.
    static SortedMap<String, Class<?>> legal(NetworkChannel channel) {
        throw todo("ask the channel for its options");
    }

    /// Sets an option that is written as text: `SO_SNDBUF=65536`, `TCP_NODELAY=true`, as in a file of settings.
    ///
    /// The value of an option of type Integer is a whole number, that of a Boolean one is `true` or `false` and nothing else.
    /// Blanks around name and value do not count.
    ///
    /// An [IllegalArgumentException] says in one sentence what is wrong, and names the option as it was written: no `=`; a
    /// name that this channel has not; a value that is not of the option's type, or that the channel or the kernel refuses; an
    /// option of another type. The channel is left as it is then. What a closed channel throws comes out.
    static void apply(NetworkChannel channel, String setting) throws IOException {
        throw todo("find the option, make a value of its type, and set it");
    }

    /// Sends a datagram to an address, which may be one of broadcast. Nothing is sent in another way if that fails, and `data`
    /// is left as it was.
    ///
    /// @return false if the kernel does not permit it and the channel's SO_BROADCAST is off: that is what it says of an
    ///         address of broadcast, ip(7)
    /// @throws IOException for any other reason
    static boolean broadcasts(DatagramChannel channel, ByteBuffer data, InetSocketAddress to) throws IOException {
        throw todo("send it, and find out what a failure means");
    }
}
