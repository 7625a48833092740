package workbook.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import workbook.testkit.Bytes;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Python;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class DatagramsTest {
    /// For what is there already.
    private static final Duration LONG = Duration.ofMillis(800);
    /// For what never comes.
    private static final Duration SHORT = Duration.ofMillis(20);
    /// For a peer that says the wrong thing.
    private static final Duration A_WHILE = Duration.ofMillis(60);

    private static final String WHOLE_ARRAY = "all of the array was returned, also where nothing was put: the packet says "
            + "how many bytes arrived";
    private static final String ONE_IS_ONE = "one receive brings one datagram, and never a part of the next: where they are "
            + "read like a stream, their borders are lost";
    private static final String NOBODY_KNOWS = "it was sent, and taken for delivered: only an answer says that it arrived";
    private static final String SWALLOWED = "the exception was caught, and nobody learns that no program has the port";

    private final Transcript transcript = new Transcript();
    private UdpPeer peer;
    private Datagrams datagrams;
    private InetSocketAddress here;

    @BeforeEach
    void open() throws IOException {
        peer = UdpPeer.open(transcript, "");
        datagrams = Datagrams.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        here = datagrams.address();
    }

    @AfterEach
    void close() throws IOException {
        datagrams.close();
        peer.close();
    }

    @Test
    void sends_a_datagram() throws IOException {
        var text = Seed.greeting(Seed.random()) + "\0\u00ff";
        send(Bytes.of(text)).returns(Bytes.of(text).length);
        arrived(Bytes.of(text));
    }

    @Test
    void sends_an_empty_datagram() throws IOException {
        send(new byte[0]).returns(0);
        arrived(new byte[0]);
    }

    @Test
    void sends_the_largest_datagram_and_refuses_a_larger_one() throws IOException {
        // 65,535 is the most that IPv4 has (RFC 791, 3.1); 20 bytes of that are its header, and 8 are UDP's (RFC 768).
        var largest = Seed.bytes(Seed.random(), 65_507);
        send(largest).returns(largest.length);
        arrived(largest);
        send(new byte[65_508])
                .whenReturned(sent -> true,
                        "a datagram travels whole or not at all: it is neither cut nor sent in parts, "
                                + "and where it is not sent the caller must learn of it")
                .throwsA(IOException.class);
        var sent = peer.queue();
        Check.of(transcript).holds(sent.isEmpty(), "nothing sent", "a part of it was sent");
    }

    @Test
    void receives_a_datagram() throws IOException {
        peer.sends("h\u00e9llo", here);
        receives(100, "h\u00e9llo", false);
    }

    @Test
    void says_who_sent_it() throws IOException {
        try (var other = UdpPeer.open(transcript, "another socket")) {
            other.sends("from another", here);
            peer.sends("from the peer", here);
            for (var sender : new UdpPeer[]{other, peer}) {
                var datagram = receive(100).value();
                Check.of(transcript)
                        .likely("each datagram carries the endpoint that sent it: whom you asked may be somebody else")
                        .that("as the sender", datagram.from())
                        .is(sender.address());
            }
        }
    }

    @Test
    void receives_one_datagram_at_a_time() throws IOException {
        peer.sends("one", here);
        peer.sends("two", here);
        receives(100, "one", false);
        receives(100, "two", false);
    }

    @Test
    void receives_an_empty_datagram() throws IOException {
        peer.sends("", here);
        peer.sends("next", here);
        receives(100, "", false);
        receives(100, "next", false);
    }

    @Test
    void cuts_what_is_longer_and_says_so() throws IOException {
        peer.sends("hello world", here);
        peer.sends("next", here);
        receives(5, "hello", true);
        receives(5, "next", false);
    }

    @Test
    void keeps_what_just_fits() throws IOException {
        peer.sends("hello", here);
        receives(5, "hello", false);
    }

    @Test
    void receives_the_largest_datagram() throws IOException {
        var largest = Seed.bytes(Seed.random(), 65_507);
        peer.sends(largest, here);
        var datagram = receive(65_507).value();
        Check.of(transcript).that("", datagram.bytes()).is(largest);
    }

    @Test
    void gives_each_datagram_an_array_of_its_own() throws IOException {
        peer.sends("first", here);
        peer.sends("other", here);
        var first = receive(5).value();
        var second = receive(5).value();
        Check.of(transcript)
                .that("", second.bytes())
                .is("other")
                .likely("one array serves all calls, and the last datagram overwrites the one before")
                .that("in the array of the first datagram", first.bytes())
                .is("first");
    }

    @Test
    void stops_at_its_limit() throws IOException {
        transcript.test("sent nothing");
        receive(100, SHORT)
                .whenReturned(datagram -> true, "nothing had arrived: that is no datagram, not even an empty one")
                .whenHung("it waits for ever: a datagram may be lost, and then none ever comes")
                .throwsA(SocketTimeoutException.class);
        peer.sends("late", here);
        receives(100, "late", false);
    }

    @Test
    void stops_at_a_limit_below_a_millisecond() {
        for (var limit : List.of(Duration.ofNanos(400_000), Duration.ZERO, Duration.ofMillis(-5))) {
            transcript.test("sent nothing, and gave a limit of " + limit.toNanos() / 1_000_000.0 + " ms");
            receive(100, limit)
                    .whenHung("what is below 1 millisecond became 0, and to setSoTimeout 0 means for ever")
                    .whenThrew(IllegalArgumentException.class,
                            "setSoTimeout refuses a negative time: what is below 1 millisecond counts as 1")
                    .throwsA(SocketTimeoutException.class);
        }
    }

    @Test
    void hears_only_the_peer_when_connected() throws IOException {
        datagrams.connect(peer.address());
        try (var stranger = UdpPeer.open(transcript, "a stranger")) {
            stranger.sends("from a stranger", here);
            peer.sends("from the peer", here);
            receives(100, "from the peer", false);
        }
    }

    @Test
    void passes_on_that_a_port_is_closed_when_connected() throws IOException {
        var nobody = closedPort();
        datagrams.connect(nobody);
        transcript.test("connected the socket to a port that nobody has, and sent a datagram");
        Call.of(transcript, () -> {
            datagrams.sendTo(Bytes.of("anybody?"), nobody);
            return datagrams.recvFrom(100, LONG);
        })
                .whenThrew(SocketTimeoutException.class, SWALLOWED)
                .throwsA(PortUnreachableException.class);
    }

    @Test
    void learns_nothing_of_a_closed_port_when_not_connected() {
        // The same, but for the connect: the system's note has no socket that it could be handed to.
        var nobody = closedPort();
        transcript.test("had a datagram sent to a port that nobody has");
        Call.of(transcript, () -> {
            datagrams.sendTo(Bytes.of("anybody?"), nobody);
            return datagrams.recvFrom(100, SHORT);
        }).throwsA(SocketTimeoutException.class);
    }

    @Test
    void pings_a_server_that_answers() {
        echoes();
        answered(ping(LONG, 1), "the answer came, and was not taken for one");
    }

    @Test
    void tries_again_and_gives_up_when_nobody_answers() throws IOException {
        transcript.test("answered nothing");
        ping(SHORT, 3)
                .whenReturned(Optional::isPresent, NOBODY_KNOWS)
                .returns(Optional.empty());
        var sent = peer.queue();
        Check.of(transcript)
                .likelyIf(sent.size() < 3, "a datagram may be lost: each try sends another one")
                .likely("one try is one datagram: it sends more")
                .holds(sent.size() == 3, "3 datagrams sent", sent.size() + " sent");
        ping(SHORT, 1).returns(Optional.empty());
        allDiffer(Stream.concat(sent.stream(), peer.queue().stream()).toList());
    }

    @Test
    void measures_from_the_try_that_is_answered() {
        var each = Duration.ofMillis(80);
        var pause = Duration.ofMillis(15);
        peer.reacts((question, number, from) -> {
            if (number > 1) {
                transcript.test("waited for " + pause.toMillis() + " ms");
                Thread.sleep(pause);
                peer.sends(question, from);
            } else {
                transcript.test("did not answer the first try");
            }
        });
        var started = System.nanoTime();
        var time = ping(each, 9).value();
        var whole = Duration.ofNanos(System.nanoTime() - started);
        // The first try took all its time; a little less, for those who count whole milliseconds.
        var most = whole.minus(each.multipliedBy(9).dividedBy(10));
        Check.of(transcript)
                .likelyIf(time.isEmpty(), "the second try was answered, and the answer was not taken for one")
                .likelyIf(time.filter(taken -> taken.compareTo(pause) < 0).isPresent(),
                        "the time goes from the sending of the question to the coming of its answer")
                .likely("the time was taken from the first try on: a lost datagram is not a slow one")
                .holds(time.filter(taken -> taken.compareTo(pause) >= 0 && taken.compareTo(most) <= 0).isPresent(),
                        "a time from " + pause.toMillis() + " to " + most.toMillis() + " ms: the whole ping took "
                                + whole.toMillis() + " ms, and its first try " + each.toMillis(),
                        time.map(taken -> taken.toMillis() + " ms").orElse("an empty Optional"));
    }

    @Test
    void takes_no_stranger_for_the_server() {
        try (var stranger = UdpPeer.open(transcript, "a stranger")) {
            peer.reacts((question, number, from) -> stranger.sends(question, from));
            ping(A_WHILE, 1)
                    .whenReturned(Optional::isPresent,
                            "the right bytes came from the wrong endpoint: anybody can send to "
                                    + "an open port, so look who did")
                    .returns(Optional.empty());
        }
    }

    @Test
    void takes_no_other_bytes_for_an_answer() throws IOException {
        transcript.test("sent two datagrams before it was asked");
        peer.sends("hello", here);
        peer.sends("", here);
        ping(SHORT, 1)
                .whenReturned(Optional::isPresent,
                        "whatever came was taken for the answer: only the very bytes that were "
                                + "sent are one, no more and no fewer")
                .returns(Optional.empty());
    }

    @Test
    void takes_no_longer_datagram_for_an_answer() {
        peer.reacts((question, number, from) -> {
            transcript.test("returned what it got, and one byte more: " + Bytes.count(question.length + 1));
            peer.sends(Arrays.copyOf(question, question.length + 1), from);
        });
        ping(A_WHILE, 1)
                .whenReturned(Optional::isPresent,
                        "a longer datagram that begins with the same bytes was taken for the answer: cut to their "
                                + "number it looks the same, and only truncated tells")
                .returns(Optional.empty());
    }

    @Test
    void takes_no_answer_to_an_earlier_try() {
        peer.reacts((question, number, from) -> {
            if (number == 2) {
                transcript.test("answered the second try with the first one's bytes");
                peer.sends(peer.questions().getFirst(), from);
            }
        });
        ping(A_WHILE, 2)
                .whenReturned(Optional::isPresent,
                        "the answer to the first try was taken for one to the second: nobody "
                                + "can tell two tries apart that carry the same bytes")
                .returns(Optional.empty());
    }

    @Test
    void makes_no_two_pings_alike() {
        echoes();
        // More than one byte can tell apart.
        Call.doing(transcript, () -> {
            for (var i = 0; i < 300; i++) {
                datagrams.ping(peer.address(), LONG, 1);
            }
        }).completes();
        allDiffer(peer.questions());
    }

    @Test
    void waits_on_after_something_else() {
        try (var stranger = UdpPeer.open(transcript, "a stranger")) {
            peer.reacts((question, number, from) -> {
                stranger.sends(question, from);
                peer.sends("something else", from);
                peer.sends(question, from);
            });
            answered(ping(LONG, 1), "the try was given up when something else came: drop it, and wait for what is left "
                    + "of the time");
        }
    }

    @Test
    void lets_nobody_prolong_a_try() {
        var each = Duration.ofMillis(320);
        var flood = Duration.ofMillis(120);
        var last = new AtomicLong();
        peer.reacts((question, number, from) -> peer.floods("something else", from, flood, last));
        // Who begins to wait anew does so each time; a machine that is busy for so long is not, three times running.
        var waited = each;
        for (var i = 0; i < 3 && waited.compareTo(each) >= 0; i++) {
            waited = waitedAfterAFlood(each, last);
        }
        Check.of(transcript)
                .likely("the limit begins anew with whatever arrives: a try has one end, and each wait gets what is left "
                        + "until then")
                .holds(waited.compareTo(each) < 0, "an end after " + each.toMillis() + " ms",
                        "an end " + waited.toMillis() + " ms after the last of those datagrams");
    }

    /// How long a ping goes on after the last datagram that it must not wait for.
    ///
    /// On a machine that is so busy that the last one leaves late, nobody can tell who waits anew, and it is tried again.
    private Duration waitedAfterAFlood(Duration each, AtomicLong last) {
        var waited = Duration.ZERO;
        for (var i = 0; i < 5; i++) {
            last.set(0);
            var asked = System.nanoTime();
            ping(each, 1).returns(Optional.empty());
            var ended = System.nanoTime();
            var sent = last.get();
            waited = Duration.ofNanos(ended - sent);
            if (sent != 0 && Duration.ofNanos(sent - asked).compareTo(each.multipliedBy(5).dividedBy(8)) < 0) {
                return waited;
            }
        }
        return waited;
    }

    @Test
    void a_ping_leaves_the_socket_open_to_others() throws IOException {
        echoes();
        answered(ping(LONG, 1), "the answer came, and was not taken for one");
        try (var other = UdpPeer.open(transcript, "another socket")) {
            other.sends("hello", here);
            receive(100, A_WHILE)
                    .whenThrew(SocketTimeoutException.class,
                            "the ping has connected the socket: from then on it hears the server alone")
                    .value();
        }
    }

    @Test
    void a_ping_leaves_the_socket_connected() throws IOException {
        datagrams.connect(peer.address());
        echoes();
        answered(ping(LONG, 1), "the answer came, and was not taken for one");
        try (var stranger = UdpPeer.open(transcript, "a stranger")) {
            stranger.sends("from a stranger", here);
            peer.sends("from the peer", here);
            var datagram = receive(100).value();
            Check.of(transcript)
                    .likely("the ping has disconnected the socket: from then on it hears anybody")
                    .that("", datagram.bytes())
                    .is("from the peer");
        }
    }

    @Test
    void a_ping_passes_on_that_a_port_is_closed() throws IOException {
        var nobody = closedPort();
        datagrams.connect(nobody);
        transcript.test("connected the socket to a port that nobody has");
        Call.of(transcript, () -> datagrams.ping(nobody, LONG, 1))
                .whenReturned(answer -> true, SWALLOWED)
                .throwsA(PortUnreachableException.class);
    }

    @Test
    @Witness("python3")
    void speaks_with_python() {
        var server = """
                import socket
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
                    server.bind(("127.0.0.1", 0))
                    print(server.getsockname()[1])
                    for reply in (b"hello world", b"", b"next"):
                        message, address = server.recvfrom(100)
                        server.sendto(reply, address)
                    while True:
                        server.sendto(*server.recvfrom(100))
                """;
        try (var python = Python.runs(server)) {
            var address = python.address();
            for (var expected : new Datagram[]{new Datagram(Bytes.of("hello"), address, true),
                    new Datagram(new byte[0], address, false), new Datagram(Bytes.of("next"), address, false)}) {
                var datagram = Call.of(python.transcript(), () -> {
                    datagrams.sendTo(Bytes.of("?"), address);
                    return datagrams.recvFrom(5, LONG);
                }).value();
                Check.of(python.transcript())
                        .that("", datagram.bytes())
                        .is(expected.bytes())
                        .that("as the sender", datagram.from())
                        .is(address)
                        .that("as truncated", datagram.truncated())
                        .is(expected.truncated());
            }
            answered(Call.of(python.transcript(), () -> datagrams.ping(address, LONG, 1)),
                    "the answer came, and was not taken for one");
        }
    }

    /// Just this one datagram has come to the peer.
    private void arrived(byte[] expected) throws IOException {
        var sent = peer.queue();
        var check = Check.of(transcript)
                .likelyIf(sent.isEmpty() && expected.length == 0,
                        "no bytes make a datagram, too: the other side receives it, and learns that it was sent")
                .holds(sent.size() == 1, "one datagram sent", sent.size() + " datagrams sent");
        check.that("at the other end", sent.getFirst()).is(expected);
    }

    private void answered(Call<Optional<Duration>> ping, String mistake) {
        var time = ping.whenReturned(Optional::isEmpty, mistake).value();
        Check.of(transcript)
                .likely(mistake)
                .holds(time.isPresent(), "a time", "an empty Optional")
                .holds(time.filter(Duration::isNegative).isEmpty(), "a time", "a time below zero");
    }

    private void echoes() {
        transcript.test("returned what it got");
        peer.reacts((question, number, from) -> peer.returns(question, from));
    }

    private void allDiffer(List<byte[]> questions) {
        var different = questions.stream().map(Bytes::show).distinct().count();
        Check.of(transcript)
                .likely("two tries of one object carry the same bytes: a late answer to the first would pass for one to "
                        + "the second")
                .holds(different == questions.size(), "other bytes in each of the " + questions.size() + " datagrams",
                        different + " kinds of datagrams");
    }

    private InetSocketAddress closedPort() {
        try (var closed = UdpPeer.open(transcript, "")) {
            return closed.address();
        }
    }

    private Call<Integer> send(byte[] bytes) {
        return Call.of(transcript, () -> datagrams.sendTo(bytes, peer.address()));
    }

    private Call<Optional<Duration>> ping(Duration each, int tries) {
        transcript
                .test("had it ping with " + tries + (tries == 1 ? " try of " : " tries of ") + each.toMillis() + " ms");
        return Call.of(transcript, () -> datagrams.ping(peer.address(), each, tries))
                .whenThrew(SocketTimeoutException.class,
                        "a try without an answer is no error of the ping: its end is an "
                                + "empty Optional")
                .whenReturnedNull("null was returned: no answer is an empty Optional")
                .whenHung("it waits for an answer that never comes: each try has an end");
    }

    private Call<Datagram> receive(int max) {
        return receive(max, LONG);
    }

    private Call<Datagram> receive(int max, Duration limit) {
        return Call.of(transcript, () -> datagrams.recvFrom(max, limit))
                .whenHung("it waits for more than the one datagram that is there")
                .whenThrew(SocketException.class,
                        "the socket was closed: the next call works as if nothing had happened")
                .whenReturnedNull("null was returned: where none came, that is a SocketTimeoutException")
                .whenThrew(SocketTimeoutException.class,
                        "a datagram was there: it was read and thrown away, or taken for "
                                + "a part of something longer");
    }

    private void receives(int max, String expected, boolean cut) {
        var datagram = receive(max).value();
        var bytes = datagram.bytes();
        Check.of(transcript)
                .likelyIf(bytes.length > expected.length() && bytes[bytes.length - 1] == 0, WHOLE_ARRAY)
                .likelyIf(bytes.length > max, "at most max bytes are asked for")
                .likelyIf(expected.isEmpty() && bytes.length > 0,
                        "an empty datagram is a message like any other, and was passed over")
                .likelyIf(bytes.length > expected.length(), ONE_IS_ONE)
                .likelyIf(expected.length() < max && bytes.length == expected.length(), "what a receive leaves of its "
                        + "datagram is lost: the next one brings the next datagram")
                .that("from recvFrom(" + max + ", …)", bytes)
                .is(expected)
                .likelyIf(cut, "a full array says nothing: it looks the same whether the datagram just fits or was cut")
                .likely("nothing was cut off: a datagram that just fills the array is whole")
                .holds(datagram.truncated() == cut, "truncated: " + cut, "truncated: " + datagram.truncated());
    }
}
