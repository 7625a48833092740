package workbook.rawtcp;

import static workbook.rawtcp.Control.ACK;
import static workbook.rawtcp.Control.PSH;
import static workbook.rawtcp.Control.RST;
import static workbook.rawtcp.Control.SYN;
import static workbook.rawtcp.Talk.ENDS;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import workbook.kit.natives.NativeCallFailed;
import workbook.kit.network.Capture;
import workbook.kit.network.PrivateNetwork;
import workbook.kit.network.RawSocket;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;

class SynProbeTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final int EACCES = 13;
    private static final int FIRST = 1_000;
    private static final String NO_SEGMENT = "something with a wrong checksum";
    /// So many strangers come, one every 10 ms.
    private static final int NOISE = 100;

    /// A wire at whose other end the test says what comes.
    private static class Script implements Wire {
        final Transcript transcript = new Transcript();
        final List<String> sent = new ArrayList<>();
        private final Queue<List<byte[]>> comes = new ArrayDeque<>();
        private List<byte[]> arrived = new ArrayList<>();
        private Optional<Integer> refusal = Optional.empty();
        private Optional<Segment> late = Optional.empty();
        private Duration delay = Duration.ZERO;
        private long sentAt;
        private int attempts;
        private int fruitless;
        private int strangers;
        private boolean isNoisy;
        boolean isClosed;

        /// What the next wait brings.
        Script brings(Segment... segments) {
            transcript.test("had these come: " + Talk.text(List.of(segments)));
            comes.add(List.of(segments).stream().map(Packets::of).toList());
            return this;
        }

        Script refuses(int errno) {
            transcript.test("refused to send, with " + (errno == NativeCallFailed.EPERM ? "EPERM" : "EACCES"));
            refusal = Optional.of(errno);
            return this;
        }

        /// What comes so long after the first segment was sent.
        Script bringsAfter(Duration time, Segment segment) {
            transcript.test("had this come " + time.toMillis() + " ms later: " + Talk.text(List.of(segment)));
            late = Optional.of(segment);
            delay = time;
            return this;
        }

        /// A stranger's segment comes every few milliseconds, for a second.
        Script isNoisy() {
            transcript.test("had a segment of a stranger come again and again");
            isNoisy = true;
            return this;
        }

        Call<PortState> probed(Duration limit) {
            return probed(FIRST, limit);
        }

        Call<PortState> probed(int sequence, Duration limit) {
            transcript.test("called probe with the number " + Integer.toUnsignedString(sequence) + " and a limit of "
                    + limit.toMillis() + " ms");
            return Call.of(transcript, () -> SynProbe.probe(this, ENDS, sequence, limit));
        }

        void has(String... segments) {
            Check.of(transcript).that("sent", sent).is(List.of(segments));
        }

        @Override
        public void send(byte[] packet) throws IOException {
            attempts++;
            sentAt = System.nanoTime();
            if (refusal.isPresent()) {
                throw new NativeCallFailed("sendto", refusal.get(), "refused by the test");
            }
            var text = Packets.segment(packet, true).map(Talk::text).orElse(NO_SEGMENT);
            sent.add(text);
            transcript.you("sent " + text);
        }

        @Override
        public Optional<byte[]> receive() throws IOException {
            // Who asks again and again need not wait in between.
            if (arrived.isEmpty() && fruitless++ > 1 && !comes.isEmpty()) {
                arrived.addAll(comes.remove());
            }
            return arrived.isEmpty() ? Optional.empty() : Optional.of(arrived.removeFirst());
        }

        @Override
        public void await(Duration limit) {
            fruitless = 0;
            if (!comes.isEmpty()) {
                arrived.addAll(comes.remove());
                return;
            }
            if (late.isPresent()) {
                var left = delay.minusNanos(System.nanoTime() - sentAt);
                Eventually.holds(() -> false, Deadline.in(left.compareTo(limit) < 0 ? left : limit));
                if (left.compareTo(limit) < 0) {
                    arrived.add(Packets.of(late.get()));
                    late = Optional.empty();
                }
                return;
            }
            var isStranger = isNoisy && strangers < NOISE;
            var pause = Duration.ofMillis(10);
            // Not in whole milliseconds: of the last one there would be many parts.
            Eventually.holds(() -> false, Deadline.in(isStranger && pause.compareTo(limit) < 0 ? pause : limit));
            if (isStranger) {
                strangers++;
                arrived.add(Packets.of(stranger()));
            }
        }

        @Override
        public void wake() {}

        @Override
        public boolean isChecked() {
            return true;
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    private static Segment between(Ends ends, int control, int sequence, int acknowledgment) {
        return new Segment(ends.remote(), ends.local(), new TcpHeader(ends.remotePort(), ends.localPort(), sequence,
                acknowledgment, control, 0xffff, 0, 0, new byte[0]), new byte[0]);
    }

    private static Segment theirs(int control, int acknowledgment) {
        return between(ENDS, control, 5_000, acknowledgment);
    }

    private static Segment stranger() {
        return between(new Ends(ENDS.local(), 9, ENDS.remote(), 9), ACK, 1, 1);
    }

    @Test
    void knocks_once() {
        var script = new Script();
        script.probed(SHORT).completes();
        Check.of(script.transcript)
                .likelyIf(script.sent.contains(NO_SEGMENT),
                        "nobody fills in a checksum on this way out: a packet without it is dropped, and what follows "
                                + "is silence")
                .likelyIf(script.sent.size() > 1, "one SYN is sent, once: whoever probes is a guest")
                .likelyIf(!script.sent.isEmpty() && (!script.sent.getFirst().startsWith("SYN seq ")
                        || script.sent.getFirst().contains(" data ")), "a SYN alone: no other bit, and no data")
                .likelyIf(!script.sent.isEmpty() && !script.sent.getFirst().endsWith(" 1000"),
                        "the SYN has the number that it was "
                                + "given: by it the answer is known")
                .that("sent", script.sent)
                .is(List.of("SYN seq 1000"));
        Check.of(script.transcript).holds(!script.isClosed, "the wire left open", "the wire closed");
    }

    @Test
    void calls_an_answering_port_open() {
        new Script().brings(theirs(SYN | ACK, FIRST + 1))
                .probed(SHORT)
                .whenReturned(state -> state == PortState.SILENT,
                        "the answer acknowledges the SYN, which takes a number: 1000 + 1")
                .returns(PortState.OPEN);
    }

    @Test
    void takes_back_what_it_has_opened() {
        var script = new Script().brings(theirs(SYN | ACK, FIRST + 1));
        script.probed(LIMIT).completes();
        Check.of(script.transcript)
                .likelyIf(script.sent.size() < 2,
                        "the other side has half a connection now, keeps it, and sends its SYN,ACK "
                                + "again and again")
                .likely("it is taken back by a reset as Resets.to makes it: RST alone, once, with the number that was acknowledged")
                .that("sent", script.sent)
                .is(List.of("SYN seq 1000", "RST seq 1001"));
    }

    @Test
    void calls_a_refusing_port_closed() {
        var script = new Script().brings(theirs(RST | ACK, FIRST + 1));
        script.probed(LIMIT).returns(PortState.CLOSED);
        Check.of(script.transcript)
                .likely("a reset that is answered by a reset may be answered by a reset, and so on, for ever")
                .that("sent", script.sent)
                .is(List.of("SYN seq 1000"));
    }

    @Test
    void calls_no_answer_silent() {
        new Script().probed(SHORT)
                .whenReturned(state -> state == PortState.CLOSED,
                        "a closed port says so; no answer is none: nobody is there, or somebody keeps "
                                + "silent")
                .returns(PortState.SILENT);
    }

    @Test
    void is_not_deceived() {
        record Row(String what, Segment segment) {}
        var other = new Ends(ENDS.local(), ENDS.localPort() + 1, ENDS.remote(), ENDS.remotePort());
        var elsewhere = new Ends(ENDS.local(), ENDS.localPort(), Talk.address("10.77.0.9"), ENDS.remotePort());
        var neighbour = new Ends(Talk.address("10.77.0.8"), ENDS.localPort(), ENDS.remote(), ENDS.remotePort());
        for (var row : List.of(
                new Row("it took its own SYN, which comes by on lo, for an answer",
                        ENDS.segment(FIRST, 0, SYN, 0xffff, new byte[0], new byte[0])),
                new Row("it was meant for another port of this side", between(other, SYN | ACK, 5_000, FIRST + 1)),
                new Row("it came from another machine", between(elsewhere, SYN | ACK, 5_000, FIRST + 1)),
                new Row("it was meant for another machine", between(neighbour, SYN | ACK, 5_000, FIRST + 1)),
                new Row("it acknowledges another SYN, and not this one", theirs(SYN | ACK, FIRST)),
                new Row("it acknowledges another SYN, and not this one", theirs(RST | ACK, FIRST + 2)),
                new Row("without ACK it shows nothing that only the other side could know: anybody could send it",
                        theirs(RST, FIRST + 1)),
                new Row("it has neither SYN nor RST, and answers no SYN", theirs(ACK | PSH, FIRST + 1)))) {
            for (var answer : List.of(PortState.OPEN, PortState.CLOSED)) {
                var control = answer == PortState.OPEN ? SYN | ACK : RST | ACK;
                var script = new Script().brings(row.segment()).brings(theirs(control, FIRST + 1));
                script.probed(LIMIT).whenReturned(state -> true, row.what()).returns(answer);
                Check.of(script.transcript)
                        .likely(row.what() + ": it is left alone, and nothing is sent for it")
                        .that("sent", script.sent)
                        .is(answer == PortState.OPEN
                                ? List.of("SYN seq 1000", "RST seq 1001")
                                : List.of("SYN seq 1000"));
            }
        }
    }

    @Test
    void goes_round_with_its_number() {
        var likely = "numbers go round: after ffffffff comes 0";
        var script = new Script().brings(theirs(SYN | ACK, 0));
        script.probed(-1, SHORT).whenReturned(state -> state == PortState.SILENT, likely).returns(PortState.OPEN);
        script.has("SYN seq 4294967295", "RST seq 0");
        new Script().brings(theirs(RST | ACK, Integer.MIN_VALUE))
                .probed(Integer.MAX_VALUE, SHORT)
                .whenReturned(state -> state == PortState.SILENT, likely)
                .returns(PortState.CLOSED);
    }

    @Test
    void believes_nothing_whose_checksum_is_wrong() {
        var script = new Script();
        script.transcript.test("had a SYN,ACK come, one bit of it turned on the way");
        var spoilt = Packets.of(theirs(SYN | ACK, FIRST + 1));
        spoilt[spoilt.length - 5] ^= 1;
        script.comes.add(List.of(spoilt));
        script.brings(theirs(RST | ACK, FIRST + 1))
                .probed(LIMIT)
                .whenReturned(state -> state == PortState.OPEN,
                        "its checksum is wrong, and on this wire it was made: isChecked() says so")
                .returns(PortState.CLOSED);
    }

    @Test
    void waits_for_an_answer_behind_others() {
        new Script().brings(stranger(), stranger(), theirs(RST | ACK, FIRST + 1))
                .probed(SHORT)
                .whenReturned(state -> state == PortState.SILENT,
                        "one wait may bring several packets, and the answer came behind others")
                .returns(PortState.CLOSED);
        var script = new Script();
        script.transcript.test("had something come that is no packet");
        script.comes.add(List.of(new byte[]{1, 2, 3}));
        script.brings(theirs(SYN | ACK, FIRST + 1)).probed(LIMIT).returns(PortState.OPEN);
    }

    @Test
    void counts_its_time_for_all_of_it() {
        var script = new Script().isNoisy();
        script.probed(SHORT).returns(PortState.SILENT);
        Check.of(script.transcript)
                .likely("with each packet of a stranger the time began anew: the limit is for all of it together")
                .holds(script.strangers < NOISE, "that it ends after 100 ms", "when the strangers had come to an end");
        Check.of(script.transcript)
                .likely("the limit is what was said, and not a multiple of it")
                .holds(script.strangers < 20, "no more than 10 of those who come every 10 ms",
                        script.strangers + " of them");
    }

    @Test
    void says_that_it_is_not_permitted() {
        new Script().refuses(NativeCallFailed.EPERM)
                .probed(LIMIT)
                .whenThrew(NativeCallFailed.class, "EPERM is an answer, too: errno() says which failure it is")
                .returns(PortState.NOT_PERMITTED);
    }

    @Test
    void lets_other_failures_out() {
        new Script().refuses(EACCES)
                .probed(LIMIT)
                .whenReturned(state -> state == PortState.NOT_PERMITTED,
                        "the number of this failure is another one: whatever that is, it is not a "
                                + "matter of rights")
                .throwsA(NativeCallFailed.class);
    }

    @Test
    void waits_as_long_as_it_may() {
        var script = new Script().bringsAfter(Duration.ofMillis(200), theirs(SYN | ACK, FIRST + 1));
        script.probed(LIMIT)
                .whenReturned(state -> state == PortState.SILENT,
                        "there were 1,800 ms left: how long to wait is not yours to say")
                .returns(PortState.OPEN);
        var begun = System.nanoTime();
        var silent = new Script();
        silent.probed(SHORT).completes();
        Check.of(silent.transcript)
                .likely("SILENT is said when the limit is over, and no sooner")
                .holds(System.nanoTime() - begun >= SHORT.toNanos(), "an end after 100 ms",
                        "one after " + (System.nanoTime() - begun) / 1_000_000 + " ms");
    }

    @Test
    void looks_at_the_bits_it_was_told() {
        for (var bits : List.of(0x40, 0x100, PSH)) {
            new Script().brings(theirs(SYN | ACK | bits, FIRST + 1))
                    .probed(SHORT)
                    .whenReturned(state -> true,
                            "with SYN and ACK in it, it is an answer: other bits do not change that")
                    .returns(PortState.OPEN);
            new Script().brings(theirs(RST | ACK | bits, FIRST + 1))
                    .probed(SHORT)
                    .whenReturned(state -> true,
                            "with RST and ACK in it, it is an answer: other bits do not change that")
                    .returns(PortState.CLOSED);
        }
        new Script().brings(theirs(SYN | RST | ACK, FIRST + 1))
                .probed(SHORT)
                .whenReturned(state -> state == PortState.OPEN, "RST ends whatever else a segment may want")
                .returns(PortState.CLOSED);
    }

    @Test
    void does_nothing_after_a_refusal() {
        var script = new Script().refuses(NativeCallFailed.EPERM);
        script.probed(SHORT).completes();
        Check.of(script.transcript)
                .likely("one SYN is sent, once, whether it may be or not")
                .that("attempts to send", script.attempts)
                .is(1);
        Check.of(script.transcript).holds(!script.isClosed, "the wire left open", "the wire closed");
    }

    @Test
    void lets_failures_of_the_wire_out() {
        var transcript = new Transcript();
        for (var where : List.of("send", "receive", "reset")) {
            transcript.test("had the wire fail: " + where);
            var wire = new Script() {
                @Override
                public void send(byte[] packet) throws IOException {
                    if (where.equals("send")) {
                        throw new IOException("the link is down");
                    }
                    if (where.equals("reset") && !sent.isEmpty()) {
                        throw new NativeCallFailed("sendto", NativeCallFailed.EPERM, "refused by the test");
                    }
                    super.send(packet);
                }

                @Override
                public Optional<byte[]> receive() throws IOException {
                    if (where.equals("receive")) {
                        throw new IOException("the link is down");
                    }
                    return super.receive();
                }
            };
            wire.brings(theirs(SYN | ACK, FIRST + 1));
            Call.of(transcript, () -> SynProbe.probe(wire, ENDS, FIRST, SHORT))
                    .whenReturned(state -> true, where.equals("reset")
                            ? "it is the SYN whose refusal is an answer; a reset that could not be sent leaves half a connection"
                            : "a wire that fails says nothing about the port")
                    .throwsA(IOException.class);
        }
    }

    // The examiner

    @Test
    void finds_what_a_kernel_has() throws IOException {
        Kernel.needed();
        var transcript = new Transcript();
        transcript.test(
                "probed three ports of the kernel: one at which somebody listens, one at which nobody does, and one whose "
                        + "queue is full");
        try (var listener = new ServerSocket(0, 5, PrivateNetwork.here());
                var full = new ServerSocket(0, 1, PrivateNetwork.here());
                var first = new Socket();
                var second = new Socket();
                var wire = Wire.toKernel(PrivateNetwork.nobody())) {
            TestSide.has(listener);
            for (var client : List.of(first, second)) {
                client.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()),
                        (int) LIMIT.toMillis());
            }
            var states = new ArrayList<PortState>();
            for (var port : List.of(listener.getLocalPort(), 9, full.getLocalPort())) {
                var ends = new Ends(PrivateNetwork.nobody(), 41_000, PrivateNetwork.here(), port);
                states.add(
                        Call.of(transcript, () -> SynProbe.probe(wire, ends, FIRST, Duration.ofMillis(300))).value());
            }
            Check.of(transcript)
                    .likelyIf(states.getFirst() == PortState.SILENT,
                            "the kernel leaves the sums of what it sends over lo unmade: isChecked() says so")
                    .that("found", states)
                    .is(List.of(PortState.OPEN, PortState.CLOSED, PortState.SILENT));
            Check.of(transcript)
                    .likely("the kernel still has half a connection, and repeats its SYN,ACK")
                    .holds(Eventually.holds(() -> halfOpen(listener.getLocalPort()) == 0, Deadline.in(SHORT)),
                            "nothing half-open", halfOpen(listener.getLocalPort()) + " half-open in /proc/net/tcp");
        }
    }

    /// Connections in SYN-RECEIVED, 03, at this port: proc_net(5).
    private static long halfOpen(int port) {
        var suffix = ":" + "%04X".formatted(port).toUpperCase(Locale.ROOT);
        try (var lines = Files.lines(Path.of("/proc/self/net/tcp"), StandardCharsets.US_ASCII)) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields[1].endsWith(suffix) && fields[3].equals("03"))
                    .count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// A wire for the kernel's own address: through a raw socket, for what comes from there by any other way is dropped.
    private static Wire asIfTheKernel() throws IOException {
        var raw = RawSocket.open();
        var wire = Wire.toKernel(PrivateNetwork.here());
        return new Wire() {
            @Override
            public void send(byte[] packet) throws IOException {
                raw.send(packet);
            }

            @Override
            public Optional<byte[]> receive() throws IOException {
                return wire.receive();
            }

            @Override
            public void await(Duration limit) throws IOException {
                wire.await(limit);
            }

            @Override
            public void wake() throws IOException {
                wire.wake();
            }

            @Override
            public boolean isChecked() {
                return wire.isChecked();
            }

            @Override
            public void close() throws IOException {
                raw.close();
                wire.close();
            }
        };
    }

    /// Why the addresses in this chapter are nobody's.
    @Test
    void is_interrupted_by_the_kernel_at_an_address_that_the_kernel_has() throws IOException {
        Kernel.needed();
        var transcript = new Transcript();
        transcript.test("probed a port at which somebody listens, from the kernel's own address, and captured");
        var ends = new Ends[1];
        List<Segment> segments;
        try (var listener = new ServerSocket(0, 5, PrivateNetwork.here());
                var wire = asIfTheKernel();
                var capture = Capture.ofPort(listener.getLocalPort()).start()) {
            TestSide.has(listener);
            ends[0] = new Ends(PrivateNetwork.here(), 41_001, PrivateNetwork.here(), listener.getLocalPort());
            Call.of(transcript, () -> SynProbe.probe(wire, ends[0], FIRST, LIMIT)).returns(PortState.OPEN);
            capture.close();
            segments = capture.frames()
                    .stream()
                    .map(frame -> Arrays.copyOfRange(frame.bytes(), 14, frame.bytes().length))
                    .flatMap(packet -> Packets.segment(packet, false).stream())
                    .toList();
        }
        var resets = segments.stream()
                .filter(segment -> segment.is(RST) && segment.header().sourcePort() == 41_001)
                .toList();
        Check.of(transcript)
                .likely("measured: the kernel answers the SYN,ACK, too, since the address is its own, and the port nobody's")
                .holds(resets.size() == 2, "two resets, the kernel's and yours", Talk.text(resets));
    }
}
