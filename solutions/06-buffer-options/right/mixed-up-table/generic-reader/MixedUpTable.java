package workbook.buffers;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Has a reader for each type in a map, and takes the setting apart with a regular expression.
final class MixedUpTable {
    private static final Pattern SETTING = Pattern.compile("\\s*([^=]*?)\\s*=\\s*(.*?)\\s*");
    private static final Map<Class<?>, Function<String, Object>> READERS = Map.of(Integer.class, Integer::decode,
            Boolean.class, text -> Map.of("true", true, "false", false).get(text));

    private MixedUpTable() {}

    static SortedMap<String, Class<?>> legal(NetworkChannel channel) {
        return channel.supportedOptions()
                .stream()
                .collect(Collectors.toMap(SocketOption::name, SocketOption::type, (a, b) -> a, TreeMap::new));
    }

    static void apply(NetworkChannel channel, String setting) throws IOException {
        var matcher = SETTING.matcher(setting);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Write NAME=VALUE instead of " + setting + ".");
        }
        for (var option : channel.supportedOptions()) {
            if (option.name().equals(matcher.group(1))) {
                set(channel, option, matcher.group(2));
                return;
            }
        }
        throw new IllegalArgumentException("There is no option " + matcher.group(1) + " here.");
    }

    @SuppressWarnings("unchecked")
    private static <T> void set(NetworkChannel channel, SocketOption<T> option, String text) throws IOException {
        try {
            var value = (T) READERS.getOrDefault(option.type(), none -> null).apply(text);
            if (value == null) {
                throw new IllegalArgumentException("no value for it");
            }
            channel.setOption(option, value);
        } catch (IllegalArgumentException | SocketException e) {
            throw new IllegalArgumentException(option + " cannot be set to " + text, e);
        }
    }

    static boolean broadcasts(DatagramChannel channel, ByteBuffer data, InetSocketAddress to) throws IOException {
        var isAllowed = channel.getOption(StandardSocketOptions.SO_BROADCAST);
        try {
            channel.send(data, to);
        } catch (BindException e) {
            if (!isAllowed) {
                return false;
            }
            throw e;
        }
        return true;
    }
}
