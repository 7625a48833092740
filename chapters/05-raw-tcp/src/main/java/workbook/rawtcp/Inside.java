package workbook.rawtcp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import workbook.kit.GivenUp;
import workbook.kit.network.PrivateNetwork;

/// The addresses that a program of this chapter may be pointed at.
final class Inside {
    static final Inet4Address LOOPBACK = of(new byte[]{127, 0, 0, 1});
    private static final String OF_FOUR_NUMBERS = "\\d{1,3}(\\.\\d{1,3}){3}";

    private Inside() {}

    /// @param text an IPv4 address of the private network or of loopback, or `localhost`
    /// @throws GivenUp if it is any other, or no address
    static Inet4Address address(String text) throws GivenUp {
        if (text.equals("localhost")) {
            return LOOPBACK;
        }
        if (!text.matches(OF_FOUR_NUMBERS)
                || Arrays.stream(text.split("\\.")).mapToInt(Integer::parseInt).anyMatch(part -> part > 0xff)) {
            throw new GivenUp(GivenUp.USAGE, "'" + text + "' is no IPv4 address, and names are not looked up, since the "
                    + "question would leave this machine: 127.0.0.1 is one.");
        }
        var bytes = new byte[4];
        var parts = text.split("\\.");
        for (var at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) Integer.parseInt(parts[at]);
        }
        var address = of(bytes);
        if (!address.isLoopbackAddress() && !address.equals(PrivateNetwork.here())
                && !address.equals(PrivateNetwork.nobody())) {
            throw new GivenUp(GivenUp.USAGE, address.getHostAddress() + " is refused, because it may be somebody's who has "
                    + "not asked for it: 127.0.0.1, " + PrivateNetwork.here().getHostAddress() + " and "
                    + PrivateNetwork.nobody().getHostAddress() + " are in this program's own network.");
        }
        return address;
    }

    /// Furnishes the program's own network.
    ///
    /// @throws GivenUp where there is none: nothing is sent then
    static void enter() throws GivenUp {
        var network = PrivateNetwork.enter();
        if (!network.isPrivate()) {
            throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "Packets made by hand stay in a network of the program's own, which "
                    + "is not to be had here: " + network.reason() + " ./workbook doctor says what is missing.");
        }
    }

    private static Inet4Address of(byte[] bytes) {
        try {
            return (Inet4Address) InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
