package workbook.kit.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workbook.kit.network.Capture;
import workbook.kit.network.Frame;
import workbook.kit.network.Pcap;

/// What passed over the wire in one test: in a folder, `<test>.pcap` and, where there is something to say,
/// `<test>.ends`, `<test>.moments` and `<test>.missed`.
///
/// @param frames   in order
/// @param testEnds the endpoints of which the test says that they are its own
/// @param moments  what happened beside the wire
/// @param missed   how many frames there was no room for
public record Recording(List<Frame> frames, List<Endpoint> testEnds, List<Moment> moments, int missed) {
    public Recording {
        frames = List.copyOf(frames);
        testEnds = List.copyOf(testEnds);
        moments = List.copyOf(moments);
    }

    /// @param words such as "your code returned"
    public record Moment(Instant time, String words) {
        private static Moment of(String line) {
            var blank = line.indexOf(' ');
            return new Moment(Instant.parse(line.substring(0, blank)), line.substring(blank + 1));
        }
    }

    /// An address and a port of one protocol, as text: `tcp 127.0.0.1 4000`.
    public record Endpoint(String text) {
        public static Endpoint tcp(InetSocketAddress address) {
            return of("tcp", address);
        }

        public static Endpoint udp(InetSocketAddress address) {
            return of("udp", address);
        }

        private static Endpoint of(String protocol, InetSocketAddress address) {
            return new Endpoint(protocol + " " + address.getAddress().getHostAddress() + " " + address.getPort());
        }
    }

    /// What was recorded of a test; empty where nothing was. A recording whose writer was killed is as good as it is.
    public static Recording read(Path folder, String test) throws IOException {
        var pcap = folder.resolve(test + ".pcap");
        return new Recording(Files.exists(pcap) ? Pcap.readBegun(pcap) : List.of(),
                lines(folder.resolve(test + ".ends")).map(Endpoint::new).toList(),
                lines(folder.resolve(test + ".moments")).map(Moment::of).toList(),
                lines(folder.resolve(test + ".missed")).mapToInt(Integer::parseInt).sum());
    }

    private static Stream<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file, UTF_8).stream() : Stream.empty();
    }

    /// The recording's conversations, each with its sides named; without those that the test has with itself, to get
    /// something ready.
    public List<Conversation> conversations() {
        var ends = testEnds.stream().map(Endpoint::text).collect(Collectors.toSet());
        return Conversation.in(Packets.in(frames))
                .stream()
                .map(each -> each.named(ends.contains(each.endpoint(each.client()).text()),
                        ends.contains(each.endpoint(each.server()).text()), moments))
                .filter(each -> each.sides() != Conversation.Sides.TEST_ALONE)
                .toList();
    }

    /// Records while it is open. All that was seen so far can be read even if this process is killed.
    public static final class Recorder implements AutoCloseable {
        private final Path ends;
        private final Path moments;
        private final Path missed;
        private final Capture capture;

        /// Begins a test's recording; what was there of an earlier one is gone.
        public Recorder(Path folder, String test) throws IOException {
            ends = folder.resolve(test + ".ends");
            moments = folder.resolve(test + ".moments");
            missed = folder.resolve(test + ".missed");
            for (var old : List.of(ends, moments, missed)) {
                Files.deleteIfExists(old);
            }
            capture = Capture.ofAll().into(folder.resolve(test + ".pcap")).start();
        }

        /// Notes that this endpoint is the test's, and not the answer's.
        public void isTheTests(Endpoint end) throws IOException {
            append(ends, end.text());
        }

        /// Notes what has just happened.
        public void happened(String words) throws IOException {
            append(moments, Instant.now() + " " + words);
        }

        private static synchronized void append(Path file, String line) throws IOException {
            Files.writeString(file, line + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        @Override
        public void close() throws IOException {
            capture.close();
            if (capture.missed() > 0) {
                Files.writeString(missed, Integer.toString(capture.missed()), UTF_8);
            }
        }
    }
}
