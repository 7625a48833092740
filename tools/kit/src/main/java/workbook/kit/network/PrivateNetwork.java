package workbook.kit.network;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import workbook.kit.natives.NativeAccess;

/// The network that `tools/net/bin/java` made for this process: empty at first, so it has to be furnished.
///
/// Once entered, `lo` is up and carries packets of an ordinary size; [#here] is a second address of this machine, and
/// what is sent to [#nobody] passes over `lo` unanswered unless a program answers it with sockets of its own making.
///
/// Enter before the first use of `java.net`: the JDK looks once, when it loads that library, whether any interface has
/// an IPv6 address, and a `lo` that is down has none.
public final class PrivateNetwork {
    /// Ethernet's, so that segments on `lo` look like those on a cable; `lo` has 65536 by itself.
    public static final int MTU = 1500;

    private static final byte[] HERE = {10, 77, 0, 1};
    private static final byte[] NOBODY = {10, 77, 0, 2};

    private static Optional<NetworkState> state = Optional.empty();

    private PrivateNetwork() {}

    /// An address that stands for this machine as if on a real network: 10.77.0.1.
    public static Inet4Address here() {
        return address(HERE);
    }

    /// An address that nobody has: 10.77.0.2.
    public static Inet4Address nobody() {
        return address(NOBODY);
    }

    /// Furnishes the private network, if this process was given one; calling again does nothing more.
    ///
    /// @throws UncheckedIOException if the network is private and cannot be furnished, which nothing that runs in it
    ///                              could make up for
    public static synchronized NetworkState enter() {
        if (state.isEmpty()) {
            try {
                state = Optional.of(enter(System.getenv()));
            } catch (IOException e) {
                throw new UncheckedIOException("the private network cannot be set up: " + e.getMessage(), e);
            }
        }
        return state.get();
    }

    static NetworkState enter(Map<String, String> environment) throws IOException {
        if (!environment.getOrDefault("WORKBOOK_NETWORK", "").equals("private")) {
            return host(environment.getOrDefault("WORKBOOK_NETWORK_REASON",
                    "Java was started directly: start tools/net/bin/java instead"));
        }
        if (!NativeAccess.isEnabled()) {
            return host("Java may not call the C library: add --enable-native-access=ALL-UNNAMED to its options");
        }
        if (!isMappedToOneUser()) {
            // Whatever the environment says, this is the machine's network, and not ours to change.
            return host("WORKBOOK_NETWORK=private is set outside of a private network: unset WORKBOOK_NETWORK");
        }
        if (!isFurnished()) {
            try (var loopback = new LoopbackInterface()) {
                loopback.mtu(MTU);
                loopback.bringUp();
                loopback.alias(HERE);
                loopback.route(NOBODY);
            }
        }
        acceptUnroutedSources();
        return new NetworkState(NetworkState.Kind.PRIVATE, "");
    }

    /// Whether the launcher, or a JVM that started this one, has done it all: the route to [#nobody] is made last, and
    /// stands in proc_net(5)'s list with its bytes in the machine's order.
    private static boolean isFurnished() throws IOException {
        try (var file = new FileInputStream("/proc/net/route")) {
            var routes = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
            var isLittle = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
            return routes.contains(isLittle ? "lo\t02004D0A\t" : "lo\t0A4D0002\t");
        }
    }

    /// What unshare --map-root-user leaves behind: user 0 stands for one user outside, and nobody else exists,
    /// user_namespaces(7).
    private static boolean isMappedToOneUser() throws IOException {
        // Not by Files, whose channels load java.net's library.
        try (var file = new FileInputStream("/proc/self/uid_map")) {
            var map = new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip();
            return map.matches("0\\s+\\d+\\s+1");
        }
    }

    /// Some systems drop packets whose source they would not route back the same way (rp_filter, ip(7)): hand-made
    /// ones. The kernel takes the larger of the two settings. Where they cannot be changed they stay.
    private static void acceptUnroutedSources() {
        for (var name : List.of("all", "lo")) {
            var setting = Path.of("/proc/sys/net/ipv4/conf", name, "rp_filter");
            try {
                if (!Files.readString(setting, StandardCharsets.US_ASCII).strip().equals("0")) {
                    Files.writeString(setting, "0", StandardCharsets.US_ASCII);
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private static NetworkState host(String reason) {
        return new NetworkState(NetworkState.Kind.HOST, reason);
    }

    private static Inet4Address address(byte[] bytes) {
        try {
            return (Inet4Address) InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
