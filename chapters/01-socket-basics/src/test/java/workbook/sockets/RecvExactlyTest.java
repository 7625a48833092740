package workbook.sockets;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Netcat;
import workbook.testkit.ObservedInput;
import workbook.testkit.Python;
import workbook.testkit.ScriptedPeer;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class RecvExactlyTest {
    private static final String ONE_READ = "one read() was taken for the whole message: it returns what is there, not what "
            + "you asked for";
    private static final String MISSES_NOTHING = "nothing was asked for, so nothing is missing: test the count before you "
            + "read or report an end";
    private static final String TAKES_MORE = "more was taken than asked for: a BufferedInputStream takes all that has "
            + "arrived, and the next reader never sees it";
    private static final String AT_THE_END = "read() returned -1, which is the end and no number of bytes";

    @Test
    void reads_bytes_that_arrive_at_once() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("hello");
            receive(peer, 5).returns("hello");
        }
    }

    @Test
    void reads_on_after_a_pause() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("hel").pauses().sends("lo").closes();
            receive(peer, 5)
                    .byHand("(printf hel; sleep 1; printf lo) | nc -l 127.0.0.1 4000\nbeside it: nc 127.0.0.1 4000")
                    .returns("hello");
        }
    }

    @Test
    void reads_one_byte_at_a_time() {
        var message = new byte[]{0, 1, 127, (byte) 128, (byte) 255, 0};
        try (var peer = ScriptedPeer.start()) {
            peer.drips(message).closes();
            receive(peer, message.length)
                    .when(() -> peer.input().taken() == 1,
                            "a byte 0 was taken for the end: read() has -1 for that, and 0 is a byte like any other")
                    .when(() -> peer.input().taken() == 5,
                            "a byte 255 was taken for the end: ask whether read() returned -1 before you cast to byte")
                    .returns(message);
        }
    }

    @Test
    void leaves_the_surplus_unread() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("hello, next").closes();
            receive(peer, 5)
                    .returns("hello")
                    .likelyIf(peer.input().isClosed(), "the stream was closed, and the next message with it")
                    .likelyIf(peer.input().taken() > 5, TAKES_MORE)
                    .that("left in the stream", peer.unread(6))
                    .is(", next");
        }
    }

    @Test
    void reads_nothing_when_asked_for_nothing() {
        try (var peer = ScriptedPeer.start()) {
            // The peer says nothing and stays: whoever reads waits for ever.
            receive(peer, 0)
                    .whenThrew(IndexOutOfBoundsException.class, MISSES_NOTHING)
                    .whenThrew(EOFException.class, MISSES_NOTHING)
                    .whenHung(MISSES_NOTHING)
                    .returns("");
        }
    }

    @Test
    void reports_an_end_before_the_first_byte() {
        try (var peer = ScriptedPeer.start()) {
            peer.closes();
            atTheEnd(receive(peer, 5)).throwsA(EOFException.class);
        }
    }

    @Test
    void reports_an_end_half_way() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("hell").pauses().closes();
            atTheEnd(receive(peer, 5))
                    .throwsA(EOFException.class)
                    .likely("the stream was closed: whoever handed it over may still want it")
                    .holds(!peer.input().isClosed(), "an open stream", "a closed one");
        }
    }

    @Test
    void passes_a_reset_on() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("hel").pauses().resets();
            receive(peer, 5)
                    .whenReturned(bytes -> true, "the exception was caught, and nobody learns that bytes are missing")
                    .whenThrew(IOException.class,
                            "another exception was thrown in its place: let the stream's own one pass")
                    .whenThrew(EOFException.class,
                            "a reset was reported as an end: let the stream's own exception pass")
                    .throwsA(IOException.class, "the exception that the stream threw",
                            thrown -> peer.input().thrown().filter(own -> own == thrown).isPresent())
                    .likely("the stream was closed: whoever handed it over may still want it")
                    .holds(!peer.input().isClosed(), "an open stream", "a closed one");
        }
    }

    @Test
    void asks_nothing_of_an_ended_stream_when_nothing_is_missing() {
        var ended = new ByteArrayInputStream(new byte[0]);
        receive(new Transcript(), ended, 0).whenThrew(EOFException.class, MISSES_NOTHING).returns("");
    }

    @Test
    void reads_a_message_of_ten_thousand_bytes() {
        var bytes = Seed.bytes(Seed.random(), 10_000);
        try (var peer = ScriptedPeer.start()) {
            peer.sends(Arrays.copyOf(bytes, 3_333))
                    .pauses()
                    .sends(Arrays.copyOfRange(bytes, 3_333, bytes.length))
                    .sends(", next")
                    .closes();
            receive(peer, bytes.length).returns(bytes).that("left in the stream", peer.unread(6)).is(", next");
        }
    }

    @Test
    void gives_each_message_an_array_of_its_own() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("firstother").closes();
            var first = receive(peer, 5).value();
            receive(peer, 5)
                    .returns("other")
                    .likely("one array serves all calls, and the last message overwrites the one before")
                    .that("in the array of the first message", first)
                    .is("first");
        }
    }

    @Test
    void reads_random_cuts() {
        var random = Seed.random();
        var bytes = Seed.bytes(random, random.nextInt(30, 60));
        var cut = random.nextInt(10, 20);
        var firstPause = random.nextInt(1, cut);
        var secondPause = random.nextInt(cut + 1, bytes.length);
        try (var peer = ScriptedPeer.start()) {
            peer.sends(Arrays.copyOf(bytes, firstPause))
                    .pauses()
                    .sends(Arrays.copyOfRange(bytes, firstPause, secondPause))
                    .pauses()
                    .sends(Arrays.copyOfRange(bytes, secondPause, bytes.length))
                    .closes();
            receive(peer, cut)
                    .returns(Arrays.copyOf(bytes, cut))
                    .likely(TAKES_MORE)
                    .holds(peer.input().taken() <= cut, cut + " bytes taken", peer.input().taken() + " bytes taken");
            receive(peer, bytes.length - cut).returns(Arrays.copyOfRange(bytes, cut, bytes.length));
        }
    }

    @Test
    @Witness("nc")
    void reads_from_nc() throws IOException {
        var message = Seed.greeting(Seed.random());
        try (var nc = Netcat.saying(message + " and more");
                var socket = new Socket(nc.address().getAddress(), nc.address().getPort())) {
            receive(nc.transcript(), socket.getInputStream(), message.length()).returns(message);
        }
    }

    @Test
    @Witness("python3")
    void reads_from_python() throws IOException {
        var message = Seed.greeting(Seed.random());
        var server = """
                import socket, sys, time
                with socket.create_server(("127.0.0.1", 0)) as server:
                    print(server.getsockname()[1])
                    connection, address = server.accept()
                    with connection:
                        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                        message = sys.argv[1].encode("ascii")
                        connection.sendall(message[:5])
                        time.sleep(0.05)
                        connection.sendall(message[5:])
                """;
        try (var python = Python.runs(server, message);
                var socket = new Socket(python.address().getAddress(), python.address().getPort())) {
            receive(python.transcript(), socket.getInputStream(), message.length()).returns(message);
        }
    }

    private static Call<byte[]> receive(ScriptedPeer peer, int count) {
        return receive(peer.transcript(), peer.input(), count);
    }

    private static Call<byte[]> receive(Transcript transcript, InputStream stream, int count) {
        var in = stream instanceof ObservedInput observed ? observed : new ObservedInput(stream, transcript);
        var readsBefore = transcript.reads();
        var takenBefore = in.taken();
        return Call.of(transcript, () -> RecvExactly.recvExactly(in, count))
                .whenThrew(EOFException.class, ONE_READ)
                .whenHung("it does not come to an end: it waits for bytes that nobody sends, or goes round in a loop")
                .whenThrew(UncheckedIOException.class,
                        "the exception was wrapped, and nobody who catches IOException gets it")
                .whenThrew(IndexOutOfBoundsException.class,
                        "a read was asked for more bytes than still fit: ask for count - received")
                .whenReturnedNull("null was returned: where bytes are missing, that is an exception")
                .whenHung(() -> count > 0 && in.taken() - takenBefore >= count,
                        "all the bytes were there, and it went on reading: stop when there are count of them")
                .whenReturned(bytes -> transcript.reads() == readsBefore,
                        "nothing was read: a new array is full of zeros until something is put in")
                .whenReturned(bytes -> bytes.length == count && transcript.reads() - readsBefore > 1,
                        "each read() was put in the same place of the array: give it the offset where the last one ended")
                .when(in::askedAvailable,
                        "available() says what has arrived, not what will come; only read() waits, and only its -1 is the end")
                .when(() -> in.longestRequest() > count && in.taken() - takenBefore > count, TAKES_MORE)
                .whenReturned(bytes -> transcript.reads() == readsBefore + 1 && !in.askedAvailable(), ONE_READ)
                .whenReturned(bytes -> in.timesAtTheEnd() > 0, AT_THE_END)
                .whenReturned(bytes -> in.timesAtTheEnd() > 0 && bytes.length < count,
                        "the end came too early, and a short array was returned as if nothing had happened")
                .whenReturned(bytes -> bytes.length > count,
                        "the last read was asked for too much: only count - received bytes are missing")
                .whenReturned(bytes -> bytes.length > count && in.timesAtTheEnd() > 0,
                        "it read on to the end of the stream: only count bytes are asked for")
                .when(() -> in.timesAtTheEnd() > 1, "read() returned -1, which is the end, and the loop went on")
                .whenThrew(NegativeArraySizeException.class, AT_THE_END)
                .when(in::isClosed, "the stream was closed, and the next message with it");
    }

    private static Call<byte[]> atTheEnd(Call<byte[]> call) {
        return call.whenThrew(IndexOutOfBoundsException.class, AT_THE_END)
                .whenThrew(IOException.class, "the end of a stream has an exception of its own: java.io.EOFException");
    }
}
