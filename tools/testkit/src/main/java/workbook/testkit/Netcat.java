package workbook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;

/// `nc` as a witness: it listens or connects, says what it was given, and keeps what it hears.
///
/// It must be OpenBSD's, which Debian, Arch, Alpine and macOS have; the traditional and BusyBox ones take other
/// options.
public final class Netcat implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on \\S+ (\\d+)");

    private final Transcript transcript;
    private final Running running;
    private final InetSocketAddress address;

    private Netcat(Transcript transcript, Running running, InetSocketAddress address) {
        this.transcript = transcript;
        this.running = running;
        this.address = address;
    }

    /// `printf text | nc -N -l 127.0.0.1 0`: whoever connects is told the text, then the end.
    public static Netcat saying(String text) {
        return saying(Bytes.of(text));
    }

    /// `printf bytes | nc -N -l 127.0.0.1 0`: whoever connects is sent the bytes, then the end.
    public static Netcat saying(byte[] bytes) {
        var transcript = new Transcript();
        transcript.test("piped " + Bytes.show(bytes) + " into it");
        var running = openBsd().start(transcript, List.of("-N", "-v", "-n", "-l", "127.0.0.1", "0"), bytes);
        var listening = running.awaitErr(LISTENING);
        if (listening.isEmpty()) {
            running.close();
            throw new NotRun("nc does not listen: " + running.err().strip(), Program.install("nc"));
        }
        return new Netcat(transcript, running,
                new InetSocketAddress("127.0.0.1", Integer.parseInt(listening.get().group(1))));
    }

    /// `printf bytes | nc -N host port`: a client that sends the bytes, then the end, and hears the rest.
    public static Netcat asking(InetSocketAddress server, byte[] bytes) {
        var transcript = new Transcript();
        transcript.test("piped " + Bytes.show(bytes) + " into it");
        var host = server.getAddress().getHostAddress();
        var running = openBsd().start(transcript, List.of("-N", "-n", host, Integer.toString(server.getPort())), bytes);
        return new Netcat(transcript, running, server);
    }

    private static Program openBsd() {
        var nc = Program.named("nc");
        try (var help = nc.start(new Transcript(), List.of("-h"))) {
            help.exit();
            var text = help.err() + new String(help.out(), UTF_8);
            if (!text.contains("OpenBSD")) {
                throw new NotRun("this nc is not the OpenBSD one", Program.install("nc"));
            }
            return nc;
        }
    }

    /// Where it listens, or whom it asks.
    public InetSocketAddress address() {
        return address;
    }

    public Transcript transcript() {
        return transcript;
    }

    /// All that it heard, once the other side has closed.
    public byte[] heard() {
        running.exit();
        return running.out();
    }

    @Override
    public void close() {
        running.close();
    }
}
