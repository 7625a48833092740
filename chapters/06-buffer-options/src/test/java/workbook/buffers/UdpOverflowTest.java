package workbook.buffers;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import workbook.kit.network.Capture;
import workbook.kit.wire.Packets;
import workbook.kit.wire.UdpDatagram;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Transcript;

class UdpOverflowTest {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Path COUNTERS = Path.of("/proc/self/net/snmp");
    /// So few of so few bytes are in no buffer's way.
    private static final int FEW = 5;
    private static final int SIZE = 100;
    private static final int LARGE = 100_000;
    private static final int SMALL = 4_096;
    private static final int MANY = 300;
    /// So many that a stranger finds the receiver before they are all sent, and so few that there is room for all.
    private static final int STRANGE = 100;

    private final Transcript transcript = new Transcript();

    private Call<Loss> measured(int count, int size, int receiveBuffer) {
        transcript.test("measured " + count + " datagrams of " + size + " bytes, with a receive buffer of "
                + receiveBuffer);
        return Call.of(transcript, () -> UdpOverflow.measure(count, size, receiveBuffer))
                .whenHung("the last ones are lost, and will never come: who waits for all of them waits for ever");
    }

    /// The kernel's counters for UDP, udp(7).
    private static Map<String, Long> counters() throws IOException {
        var lines = Files.readAllLines(COUNTERS, StandardCharsets.US_ASCII)
                .stream()
                .filter(line -> line.startsWith("Udp:"))
                .map(line -> line.split(" "))
                .toList();
        var counters = new TreeMap<String, Long>();
        for (var i = 1; i < lines.getFirst().length; i++) {
            counters.put(lines.getFirst()[i], Long.valueOf(lines.getLast()[i]));
        }
        return counters;
    }

    /// What one of them has grown by since.
    private static long grown(String counter, Map<String, Long> before) throws IOException {
        return counters().get(counter) - before.get(counter);
    }

    @Test
    void loses_nothing_that_there_is_room_for() {
        measured(FEW, SIZE, LARGE)
                .whenReturned(loss -> loss.arrived() == 0,
                        "whose are they? A sender that is bound to no address says 0.0.0.0 of itself, and receive() says where they "
                                + "came from; and a receiver that is connected late loses what it has")
                .whenReturned(loss -> loss.arrived() == 1,
                        "the buffer was full after the first: clear it for the next one")
                .whenReturned(loss -> loss.arrived() == FEW && loss.missing().size() == FEW,
                        "missing are those that did not come")
                .whenReturned(loss -> loss.sent() > FEW || loss.arrived() > FEW, "each is sent once")
                .whenReturned(loss -> loss.arrived() == FEW * SIZE, "a datagram counts once, whatever its length")
                .whenReturned(loss -> loss.missing().contains(FEW), "the numbers begin with 0")
                .returns(new Loss(FEW, FEW, List.of()));
        measured(1, UdpOverflow.LEAST_SIZE, LARGE).returns(new Loss(1, 1, List.of()));
        measured(1, UdpOverflow.MOST_SIZE, LARGE)
                .whenThrew(IOException.class, "65,507 bytes are allowed, and this system sends them")
                .returns(new Loss(1, 1, List.of()));
    }

    @Test
    void loses_what_there_is_no_room_for() {
        var loss = measured(MANY, SIZE, SMALL).value();
        Check.of(transcript)
                .likely("every send succeeded: the sender is told nothing of what became of it")
                .holds(loss.arrived() < MANY, "fewer than " + MANY + " arrived", loss.arrived() + " arrived");
        Check.of(transcript).that("sent", loss.sent()).is(MANY);
        Check.of(transcript)
                .likelyIf(loss.missing().size() + loss.arrived() != MANY, "what is not there is missing, all of it")
                .likelyIf(!isAscending(loss.missing()), "the smallest first")
                .likelyIf(loss.missing().size() + loss.arrived() == MANY,
                        "a buffer that is full keeps what it has, and drops what comes: the first ones are there, if it is read only when all have been sent")
                .that("missing", ranges(loss.missing()))
                .is(ranges(IntStream.range(loss.arrived(), MANY).boxed().toList()));
    }

    private static boolean isAscending(List<Integer> numbers) {
        return numbers.equals(numbers.stream().sorted().toList());
    }

    /// "9…299": three hundred numbers are too many to read.
    private static String ranges(List<Integer> numbers) {
        var ranges = new StringJoiner(", ").setEmptyValue("none");
        for (var i = 0; i < numbers.size(); i++) {
            var first = i;
            while (i + 1 < numbers.size() && numbers.get(i + 1) == numbers.get(i) + 1) {
                i++;
            }
            ranges.add(first == i ? numbers.get(i).toString() : numbers.get(first) + "…" + numbers.get(i));
        }
        return ranges.toString();
    }

    @Test
    void numbers_them_in_four_bytes() {
        var loss = measured(MANY, UdpOverflow.LEAST_SIZE, 2 * LARGE).value();
        Check.of(transcript)
                .likelyIf(loss.missing().equals(IntStream.range(256, MANY).boxed().toList()),
                        "a byte counts to 255, and the number has four of them")
                .that("missing", ranges(loss.missing()))
                .is("none");
        Check.of(transcript)
                .likely("2,000 are not too many to be sent")
                .that("sent", measured(2_000, UdpOverflow.LEAST_SIZE, SMALL).value().sent())
                .is(2_000);
    }

    @Test
    void has_a_buffer_as_it_was_asked_for() throws IOException {
        RealKernel.counts();
        for (var room : List.of(SMALL, 1, 20_000)) {
            var arrived = arrivedAtAnother(room);
            Check.of(transcript)
                    .likely("so many came to a receiver of the test that has this size: is yours half of it, twice, or another's?")
                    .that("arrived", measured(MANY, SIZE, room).value().arrived())
                    .is(arrived);
        }
    }

    /// How many of as many of the same kind come to another receiver of this size, which reads when all have been sent.
    private static int arrivedAtAnother(int room) throws IOException {
        try (var receiver = DatagramChannel.open().setOption(StandardSocketOptions.SO_RCVBUF, room).bind(ANYWHERE);
                var sender = DatagramChannel.open().connect(receiver.getLocalAddress())) {
            for (var i = 0; i < MANY; i++) {
                sender.write(ByteBuffer.allocate(SIZE));
            }
            receiver.configureBlocking(false);
            var arrived = 0;
            while (receiver.receive(ByteBuffer.allocate(SIZE)) != null) {
                arrived++;
            }
            return arrived;
        }
    }

    @Test
    void loses_less_with_more_room() {
        var losses = IntStream.of(SMALL, 4 * SMALL, 16 * SMALL)
                .mapToObj(room -> measured(MANY, SIZE, room).value().missing().size())
                .toList();
        Check.of(transcript)
                .likely("the buffer that counts is the receiver's, and it is set before anything is sent")
                .holds(losses.get(0) > losses.get(1) && losses.get(1) > losses.get(2), "fewer and fewer missing",
                        losses + " missing");
    }

    @Test
    void agrees_with_what_the_kernel_counted() throws IOException {
        RealKernel.counts();
        for (var size : List.of(4, SIZE, 1_400)) {
            var before = counters();
            var loss = measured(MANY, size, SMALL).value();
            Check.of(transcript)
                    .likely("each is sent once, also if one before it was lost: nobody knows of it")
                    .that("sent, by the kernel's OutDatagrams", grown("OutDatagrams", before))
                    .is((long) MANY);
            Check.of(transcript)
                    .likely("count those that did not come by their numbers")
                    .that("missing", (long) loss.missing().size())
                    .is(grown("RcvbufErrors", before));
            Check.of(transcript)
                    .likely("read until nothing is there any more")
                    .that("arrived", (long) loss.arrived())
                    .is(grown("InDatagrams", before));
        }
    }

    @Test
    void sends_what_was_agreed() throws IOException {
        RealKernel.counts();
        try (var capture = Capture.ofAll().start()) {
            measured(FEW, SIZE, LARGE).completes();
            capture.close();
            var seen = Packets.in(capture.frames()).stream().filter(UdpDatagram.class::isInstance).toList();
            Check.of(transcript)
                    .that("on the wire", seen.stream().map(packet -> packet.data().length).toList())
                    .is(IntStream.range(0, FEW).map(i -> SIZE).boxed().toList());
            for (var i = 0; i < FEW; i++) {
                Check.of(transcript)
                        .likely("four bytes, the most significant first")
                        .that("at the beginning of number " + i, Arrays.copyOf(seen.get(i).data(), 4))
                        .is(new byte[]{0, 0, 0, (byte) i});
            }
            Check.of(transcript)
                    .likely("a socket that is bound to all addresses is there for the whole network")
                    .holds(seen.stream().allMatch(packet -> packet.to().getAddress().isLoopbackAddress()),
                            "the loopback address", seen.getFirst().to().toString());
        }
    }

    @Test
    void counts_no_datagrams_of_strangers() throws IOException {
        RealKernel.counts();
        transcript
                .test("had a stranger send to every socket for datagrams that appears, and measured up to twenty times "
                        + STRANGE + " datagrams of " + SIZE + " bytes, with a receive buffer of " + LARGE);
        var isOver = new AtomicBoolean();
        var stranger = Thread.ofPlatform().daemon().start(() -> disturbs(isOver));
        try {
            for (var i = 0; i < 20; i++) {
                var loss = Call.of(transcript, () -> UdpOverflow.measure(STRANGE, SIZE, LARGE))
                        .whenHung("who waits for more than there is waits for ever, or for too long twenty times")
                        .whenThrew(IndexOutOfBoundsException.class,
                                "this datagram was a stranger's, and its number is any")
                        .value();
                Check.of(transcript)
                        .likelyIf(loss.arrived() < STRANGE,
                                "a stranger's is read as well, and is none of those that one waits for: go on until nothing is there")
                        .likely("anybody may send to a port: whose datagram it is says its sender's address")
                        .that("", loss)
                        .is(new Loss(STRANGE, STRANGE, List.of()));
            }
        } finally {
            isOver.set(true);
            try {
                stranger.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Sends numbers of its own, of the agreed length, and shorter ones.
    private static void disturbs(AtomicBoolean isOver) {
        try (var socket = new DatagramSocket()) {
            var seen = new HashSet<Integer>();
            while (!isOver.get()) {
                for (var port : ports()) {
                    if (!seen.add(port)) {
                        continue;
                    }
                    for (var length : List.of(SIZE, 1)) {
                        var data = new byte[length];
                        data[length - 1] = 9;
                        if (length > 3) {
                            data[2] = 7;
                        }
                        socket.send(new DatagramPacket(data, length,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
                    }
                }
            }
        } catch (IOException e) {
            // Nobody there any more.
        }
    }

    /// Where somebody waits for datagrams, from whomever: the kernel's list has no other end for it.
    private static Set<Integer> ports() throws IOException {
        var ports = new HashSet<Integer>();
        for (var file : List.of("udp", "udp6")) {
            for (var line : Files.readAllLines(Path.of("/proc/self/net", file), StandardCharsets.US_ASCII)) {
                var fields = line.strip().split(" +");
                if (fields.length > 3 && fields[2].endsWith(":0000")) {
                    ports.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }

    @Test
    void refuses_what_cannot_be() {
        for (var row : List.of(List.of(0, SIZE, LARGE), List.of(-1, SIZE, LARGE), List.of(1, 3, LARGE),
                List.of(1, UdpOverflow.MOST_SIZE + 1, LARGE), List.of(1, SIZE, 0), List.of(1, SIZE, -1))) {
            measured(row.get(0), row.get(1), row.get(2))
                    .whenReturned(loss -> true, "it was done, or looked as if it had been")
                    .throwsA(IllegalArgumentException.class);
        }
    }
}
