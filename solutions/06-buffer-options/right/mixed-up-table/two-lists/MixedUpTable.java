package workbook.buffers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.util.SortedMap;
import java.util.TreeMap;

/// Casts each option to what its type says, and tries a failed broadcast's flag.
final class MixedUpTable {
    private MixedUpTable() {}

    static SortedMap<String, Class<?>> legal(NetworkChannel channel) {
        SortedMap<String, Class<?>> map = new TreeMap<>();
        channel.supportedOptions().forEach(option -> map.putIfAbsent(option.name(), option.type()));
        return map;
    }

    @SuppressWarnings("unchecked")
    static void apply(NetworkChannel channel, String setting) throws IOException {
        int equals = setting.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("no = in " + setting);
        }
        String name = setting.substring(0, equals).trim();
        String value = setting.substring(equals + 1).trim();
        Class<?> type = legal(channel).get(name);
        SocketOption<?> option = null;
        for (SocketOption<?> each : channel.supportedOptions()) {
            option = each.name().equals(name) ? each : option;
        }
        if (option == null) {
            throw new IllegalArgumentException("unknown: " + name);
        }
        if (type == Boolean.class && (value.equals("true") || value.equals("false"))) {
            channel.setOption((SocketOption<Boolean>) option, Boolean.parseBoolean(value));
        } else if (type == Integer.class) {
            int number;
            try {
                number = Integer.parseInt(value);
                channel.setOption((SocketOption<Integer>) option, number);
            } catch (IllegalArgumentException | SocketException e) {
                throw new IllegalArgumentException(name + ": " + value + " will not do");
            }
        } else {
            throw new IllegalArgumentException(name + " is a " + type + " and cannot be " + value);
        }
    }

    static boolean broadcasts(DatagramChannel channel, ByteBuffer data, InetSocketAddress to) throws IOException {
        try {
            channel.send(data, to);
            return true;
        } catch (SocketException e) {
            var isPermission = e instanceof java.net.BindException;
            if (isPermission && !channel.getOption(StandardSocketOptions.SO_BROADCAST)) {
                return false;
            }
            throw e;
        }
    }
}
