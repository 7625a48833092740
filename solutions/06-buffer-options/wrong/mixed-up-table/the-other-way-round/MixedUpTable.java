package workbook.buffers;

import java.util.Comparator;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which option belongs to which channel, and what its type is.
final class MixedUpTable {
    private MixedUpTable() {}

    static SortedMap<String, Class<?>> legal(NetworkChannel channel) {
        var types = new TreeMap<String, Class<?>>(Comparator.reverseOrder());
        for (var option : channel.supportedOptions()) {
            types.put(option.name(), option.type());
        }
        return types;
    }

    static void apply(NetworkChannel channel, String setting) throws IOException {
        var words = setting.split("=", 2);
        if (words.length < 2) {
            throw new IllegalArgumentException("\"" + setting + "\" is no setting: NAME=VALUE is one");
        }
        var name = words[0].strip();
        var option = channel.supportedOptions()
                .stream()
                .filter(each -> each.name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("this channel has no option " + name + "; it has "
                        + String.join(", ", legal(channel).keySet())));
        try {
            set(channel, option, words[1].strip());
        } catch (IllegalArgumentException | SocketException e) {
            // The second is how the kernel refuses a value; a closed channel throws another exception.
            throw new IllegalArgumentException(name + " cannot be \"" + words[1].strip() + "\": " + e.getMessage(), e);
        }
    }

    private static <T> void set(NetworkChannel channel, SocketOption<T> option, String value) throws IOException {
        channel.setOption(option, option.type().cast(read(option.type(), value)));
    }

    private static Object read(Class<?> type, String value) {
        if (type == Integer.class) {
            return Integer.valueOf(value);
        }
        if (type != Boolean.class) {
            throw new IllegalArgumentException("it is a " + type.getSimpleName() + ", which no text stands for");
        }
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("it is either true or false");
        };
    }

    static boolean broadcasts(DatagramChannel channel, ByteBuffer data, InetSocketAddress to) throws IOException {
        try {
            channel.send(data, to);
            return true;
        } catch (BindException e) {
            // The JDK makes a BindException of EACCES, whatever the call was: ip(7) has it for broadcast without the flag.
            if (channel.getOption(StandardSocketOptions.SO_BROADCAST)) {
                throw e;
            }
            return false;
        }
    }
}
