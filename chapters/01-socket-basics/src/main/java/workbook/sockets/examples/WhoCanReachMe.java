package workbook.sockets.examples;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;

/// This machine's addresses, and from where a program could call each of them.
final class WhoCanReachMe {
    private WhoCanReachMe() {}

    public static void main(String[] arguments) throws IOException {
        for (var network : NetworkInterface.networkInterfaces().toList()) {
            network.inetAddresses()
                    .map(address -> address.getHostAddress() + "  " + from(address))
                    .forEach(System.out::println);
        }
    }

    // tag::from[]
    private static String from(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return "from this machine";
        }
        if (address.isLinkLocalAddress()) {
            return "from the same link";
        }
        return isPrivate(address)
                ? "from your own network"
                : "from anywhere, if no firewall minds";
    }

    /// RFC 1918 and, for a provider's own translator, RFC 6598; for IPv6
    /// RFC 4193.
    private static boolean isPrivate(InetAddress address) {
        var bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return address.isSiteLocalAddress()
                    || bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        }
        return (bytes[0] & 0xfe) == 0xfc;
    }
    // end::from[]
}
