package workbook.chat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import workbook.kit.GivenUp;
import workbook.kit.Options;

/// Addresses as they are typed: `HOST:PORT`, and `[::1]:PORT` where the host has colons of its own.
final class Addresses {
    private static final Pattern TYPED = Pattern.compile("(?:\\[(.+)]|([^:]+)):([0-9]{1,5})");
    private static final int IN_BRACKETS = 1;
    private static final int PLAIN = 2;
    private static final int PORT = 3;

    private Addresses() {}

    /// Where to connect to.
    ///
    /// @throws GivenUp if it is no such address, or the name has none
    static InetSocketAddress toConnectTo(String typed) throws GivenUp {
        var parts = TYPED.matcher(typed);
        if (!parts.matches() || Integer.parseInt(parts.group(PORT)) > Options.HIGHEST_PORT) {
            throw new GivenUp(GivenUp.USAGE, "--join takes HOST:PORT, and '" + typed + "' is none.");
        }
        var host = parts.group(IN_BRACKETS) == null ? parts.group(PLAIN) : parts.group(IN_BRACKETS);
        try {
            return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(parts.group(PORT)));
        } catch (UnknownHostException e) {
            throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "There is no address for the name " + host + "; is it spelt so?");
        }
    }

    /// @throws GivenUp if this machine has no such address
    static InetSocketAddress toListenAt(String host, int port) throws GivenUp {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "'" + host + "' is no address of this machine; --host takes one.");
        }
    }

    /// As it is typed.
    static String text(InetSocketAddress address) {
        var host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
