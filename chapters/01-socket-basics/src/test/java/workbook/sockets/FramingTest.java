package workbook.sockets;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import workbook.testkit.Bytes;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Python;
import workbook.testkit.ScriptedPeer;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class FramingTest {
    private static final int MAX = 16 * 1024 * 1024;

    private static final String BYTE_ORDER = "the length was read from the wrong end: its first byte is the most "
            + "significant";
    private static final String LAST_BYTE_ONLY = "only the last byte of the length was written: write(int) writes one byte, "
            + "whatever the number";
    private static final String NOT_FLUSHED = "it is still in a buffer: flush() sends on what was written";
    private static final String BELIEVED = "the length was believed: a stranger's four bytes decide how much memory you "
            + "take, so look at them first";
    private static final String MESSAGE_CUT = "the stream ended inside the message, and what there was of it passed for the "
            + "whole";
    private static final String END_INSIDE = "an end inside a frame is no end between two: bytes are missing, and the caller "
            + "must learn it";

    /// What stands in a report for an empty Optional.
    private enum Nothing {
        END;

        @Override
        public String toString() {
            return "an empty Optional, the end";
        }
    }

    // The reader

    @Test
    void reads_a_message() {
        try (var peer = ScriptedPeer.start()) {
            // The peer stays: the frame is over, the stream is not.
            peer.sends(0, 0, 0, 2, 'h', 'i');
            next(peer, new FrameReader(peer.input()))
                    .whenHung("it waits for more than the frame has: the length is 2, and two bytes follow it")
                    .whenThrew(ProtocolException.class, BYTE_ORDER)
                    .whenHung(() -> peer.input().longestRequest() >= 0x200, BYTE_ORDER)
                    .byHand("printf '\\0\\0\\0\\2hi' | nc -l 127.0.0.1 4000\nbeside it: nc 127.0.0.1 4000 | xxd")
                    .returns("hi");
        }
    }

    @Test
    void reads_messages_that_arrive_together() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends(0, 0, 0, 5, 'h', 'e', 'l', 'l', 'o', 0, 0, 0, 2, 'y', 'o', 0, 0, 0, 1, '!').closes();
            var reader = new FrameReader(peer.input());
            for (var message : new String[]{"hello", "yo", "!"}) {
                next(peer, reader)
                        .whenThrew(IOException.class,
                                "the bytes behind the frame were lost or read twice, and a length was "
                                        + "read where none stands")
                        .whenReturned(was -> was == Nothing.END,
                                "more was taken from the stream than the first frame, and thrown away: what a call reads "
                                        + "ahead, the next one must find")
                        .returns(message);
            }
        }
    }

    @Test
    void reads_a_length_in_two_pieces() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends(0).pauses().sends(0, 0, 2, 'h', 'i').closes();
            next(peer, new FrameReader(peer.input()))
                    .whenThrew(Exception.class,
                            "one read() was taken for the whole length: its four bytes, too, arrive in whatever pieces")
                    .whenReturned(was -> true,
                            "one read() was taken for the whole length: its four bytes, too, arrive in whatever pieces")
                    .byHand("(printf '\\0'; sleep 1; printf '\\0\\0\\2hi') | nc -l 127.0.0.1 4000\n"
                            + "beside it: nc 127.0.0.1 4000 | xxd")
                    .returns("hi");
        }
    }

    @Test
    void reads_a_message_in_two_pieces() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends(0, 0, 0, 5, 'h', 0xff).pauses().sends(0x80, 0, '!', 0, 0, 0, 2, 'y', 'o').closes();
            var reader = new FrameReader(peer.input());
            next(peer, reader)
                    .whenThrew(IOException.class,
                            "one read() was taken for the whole message: it returns what is there")
                    .whenReturned(was -> true, "one read() was taken for the whole message: it returns what is there")
                    .returns(Bytes.of('h', 0xff, 0x80, 0, '!'));
            next(peer, reader).returns("yo");
        }
    }

    @Test
    void reads_a_length_of_several_bytes() {
        var message = letters(258);
        try (var peer = ScriptedPeer.start()) {
            peer.sends(0, 0, 1, 2).sends(message).closes();
            next(peer, new FrameReader(peer.input()))
                    .whenReturned(was -> size(was) < 258,
                            "not all four bytes of the length were used: 1 and 2 make 258")
                    .whenThrew(IOException.class, BYTE_ORDER)
                    .returns(message);
        }
    }

    @Test
    void reads_a_length_with_a_byte_above_127() {
        for (var header : new int[][]{{0, 0, 0, 200}, {0, 0, 0x80, 0xff}, {0, 0, 0xff, 0x80}}) {
            var message = letters(header[2] * 256 + header[3]);
            try (var peer = ScriptedPeer.start()) {
                peer.sends(header).sends(message).closes();
                next(peer, new FrameReader(peer.input()))
                        .whenThrew(Exception.class,
                                "a byte above 127 was read as a negative number, and made the length another: a byte has a "
                                        + "sign in Java and none on the wire")
                        .whenReturned(was -> size(was) < message.length,
                                "a byte above 127 was read as a negative number, and made the length another: a byte has a "
                                        + "sign in Java and none on the wire")
                        .returns(message);
            }
        }
    }

    @Test
    void reads_an_empty_message() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends(0, 0, 0, 0, 0, 0, 0, 2, 'h', 'i').closes();
            var reader = new FrameReader(peer.input());
            next(peer, reader)
                    .whenReturned(was -> was == Nothing.END,
                            "an empty message was taken for the end: a length of 0 is a message like any other")
                    .whenReturned(was -> size(was) == 2,
                            "the empty message was left out: the sender meant something by it")
                    .whenThrew(IOException.class, "an empty message was taken for an error: a length of 0 is allowed")
                    .returns("");
            next(peer, reader).returns("hi");
        }
    }

    @Test
    void gives_each_message_an_array_of_its_own() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends(0, 0, 0, 5, 'f', 'i', 'r', 's', 't', 0, 0, 0, 5, 'o', 't', 'h', 'e', 'r').closes();
            var reader = new FrameReader(peer.input());
            var first = next(peer, reader).value();
            next(peer, reader)
                    .returns("other")
                    .likely("one array serves all messages, and the last overwrites the one before")
                    .that("in the array of the first message", first)
                    .is("first");
        }
    }

    @Test
    void reads_the_largest_message() {
        var message = letters(MAX);
        var frame = ByteBuffer.allocate(4 + MAX).put(Bytes.of(1, 0, 0, 0)).put(message).array();
        var transcript = new Transcript();
        transcript.test("sent a frame of 16 MiB");
        next(transcript, new FrameReader(new ByteArrayInputStream(frame)))
                .whenThrew(ProtocolException.class, "MAX itself is allowed: only what is longer is refused")
                .returns(message);
    }

    @Test
    void refuses_a_length_above_the_limit() {
        // The first is one byte too long; the last would be 2 GiB.
        for (var header : new int[][]{{1, 0, 0, 1}, {0x7f, 0xff, 0xff, 0xff}}) {
            try (var peer = ScriptedPeer.start()) {
                peer.sends(header).closes();
                next(peer, new FrameReader(peer.input()))
                        .whenThrew(EOFException.class, BELIEVED)
                        .whenReturned(was -> true, BELIEVED)
                        .throwsA(ProtocolException.class);
            }
        }
    }

    @Test
    void refuses_a_length_that_java_reads_as_negative() {
        for (var header : new int[][]{{0xff, 0xff, 0xff, 0xff}, {0x80, 0, 0, 0x80}}) {
            try (var peer = ScriptedPeer.start()) {
                peer.sends(header).closes();
                next(peer, new FrameReader(peer.input()))
                        .whenReturned(was -> true, "a negative length was let through")
                        .whenThrew(Exception.class,
                                "a length from 2 GiB on is negative as an int, and was not found to be above the limit")
                        .throwsA(ProtocolException.class);
            }
        }
    }

    @Test
    void ends_where_a_frame_would_begin() {
        try (var peer = ScriptedPeer.start()) {
            peer.closes();
            atTheEnd(peer, new FrameReader(peer.input()));
        }
        try (var peer = ScriptedPeer.start()) {
            peer.sends(0, 0, 0, 2, 'h', 'i').closes();
            var reader = new FrameReader(peer.input());
            next(peer, reader).returns("hi");
            atTheEnd(peer, reader);
            atTheEnd(peer, reader);
        }
    }

    @Test
    void reports_an_end_inside_the_length() {
        for (var header : new int[][]{{0}, {0, 0}, {0, 0, 0}}) {
            try (var peer = ScriptedPeer.start()) {
                peer.sends(header).closes();
                next(peer, new FrameReader(peer.input()))
                        .whenReturned(was -> true, "not all four bytes of the length had arrived, and it was used")
                        .whenReturned(was -> was == Nothing.END, END_INSIDE)
                        .throwsA(EOFException.class);
            }
        }
    }

    @Test
    void reports_an_end_inside_the_message() {
        for (var frame : new int[][]{{0, 0, 0, 5, 'h', 'e', 'l', 'l'}, {0, 0, 0, 5},
                {0, 0x80, 0, 0, 'h'}}) {
            try (var peer = ScriptedPeer.start()) {
                peer.sends(frame).closes();
                next(peer, new FrameReader(peer.input()))
                        .whenReturned(was -> was == Nothing.END, END_INSIDE)
                        .whenReturned(was -> was instanceof byte[], MESSAGE_CUT)
                        .whenReturned(was -> size(was) == 5, MESSAGE_CUT + "; a new array is full of zeros")
                        .throwsA(EOFException.class);
            }
        }
    }

    @Test
    void passes_a_reset_on() {
        for (var cut : new int[][]{{0, 0, 0, 5, 'h', 'e'}, {}}) {
            try (var peer = ScriptedPeer.start()) {
                peer.sends(0, 0, 0, 2, 'h', 'i');
                var reader = new FrameReader(peer.input());
                next(peer, reader).returns("hi");
                peer.sends(cut).resets();
                next(peer, reader)
                        .whenReturned(was -> true,
                                "the exception was caught, and nobody learns that bytes may be missing")
                        .whenThrew(EOFException.class,
                                "a reset was reported as an end: let the stream's own exception pass")
                        .throwsA(IOException.class, "the exception that the stream threw",
                                thrown -> peer.input().thrown().filter(own -> own == thrown).isPresent());
            }
        }
    }

    @Test
    void passes_a_time_out_on() {
        for (var cut : new int[][]{{}, {0}, {0, 0, 0, 2, 'h'}}) {
            var timeOut = new SocketTimeoutException("Read timed out");
            var silence = new InputStream() {
                private boolean told;

                @Override
                public int read() throws IOException {
                    if (told) {
                        return -1;
                    }
                    told = true;
                    throw timeOut;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    return length == 0 ? 0 : read();
                }
            };
            var transcript = new Transcript();
            transcript.test("sent " + Bytes.show(Bytes.of(cut)) + ", and nothing more within the time limit");
            next(transcript, new FrameReader(new SequenceInputStream(new ByteArrayInputStream(Bytes.of(cut)), silence)))
                    .whenReturned(was -> true, "a time-out was taken for an end: more may come")
                    .whenThrew(EOFException.class, "a time-out was taken for an end: more may come")
                    .throwsA(IOException.class, "the exception that the stream threw", thrown -> thrown == timeOut);
        }
    }

    // The writer

    @Test
    void writes_the_length_then_the_message() {
        var wire = new Wire();
        write(wire, new FrameWriter(wire), "hi")
                .completes()
                .likelyIf(wire.size() == 0, NOT_FLUSHED)
                .likelyIf(wire.size() == 3, LAST_BYTE_ONLY)
                .likelyIf(wire.size() == 6 && wire.bytes()[0] == 2,
                        "the length was written from the wrong end: its first byte is the most significant")
                .likelyIf(wire.size() == 4, "the length was written, and the message left out")
                .that("on the wire", wire.bytes())
                .is(Bytes.of(0, 0, 0, 2, 'h', 'i'));
    }

    @Test
    void writes_a_length_of_several_bytes() {
        for (var header : new int[][]{{0, 0, 1, 2}, {0, 0, 0, 200}, {0, 0, 0x80, 0xff}, {0, 1, 1, 0}}) {
            var message = letters(header[1] * 65_536 + header[2] * 256 + header[3]);
            var wire = new Wire();
            write(wire, new FrameWriter(wire), message)
                    .completes()
                    .likely("not every byte of the length went into its place: four bytes hold it, 8 bits each")
                    .that("as the length", wire.first(4))
                    .is(Bytes.of(header))
                    .likely("the length says another number of bytes than were written behind it")
                    .that("bytes behind the length", wire.size() - 4)
                    .is(message.length);
        }
    }

    @Test
    void writes_one_message_after_the_other() {
        var wire = new Wire();
        var writer = new FrameWriter(wire);
        for (var message : new String[]{"hello", "", "yo"}) {
            write(wire, writer, message)
                    .completes()
                    .likely("the stream was closed, and with it the connection: there may be more to say")
                    .holds(!wire.closed, "an open stream", "a closed one");
        }
        Check.of(wire.transcript)
                .likely("an empty message has a frame, too: four zeros")
                .that("on the wire", wire.bytes())
                .is(Bytes.of(0, 0, 0, 5, 'h', 'e', 'l', 'l', 'o', 0, 0, 0, 0, 0, 0, 0, 2, 'y', 'o'));
    }

    @Test
    void writes_bytes_that_are_no_text() {
        var wire = new Wire();
        write(wire, new FrameWriter(wire), Bytes.of(0xff, 0xc3))
                .completes()
                .likely("a message is bytes, and need not be text in any charset")
                .that("on the wire", wire.bytes())
                .is(Bytes.of(0, 0, 0, 2, 0xff, 0xc3));
    }

    @Test
    void leaves_nothing_in_a_buffer() {
        var wire = new Wire();
        wire.transcript.test("handed over a BufferedOutputStream, which keeps small writes back until it is flushed");
        write(wire, new FrameWriter(new BufferedOutputStream(wire)), "hi")
                .completes()
                .likely(NOT_FLUSHED)
                .that("on the wire", wire.bytes())
                .is(Bytes.of(0, 0, 0, 2, 'h', 'i'));
    }

    @Test
    void writes_the_largest_message() {
        var wire = new Wire();
        write(wire, new FrameWriter(wire), new byte[MAX])
                .whenThrew(ProtocolException.class, "MAX itself is allowed: only what is longer is refused")
                .completes()
                .that("as the length", wire.first(4))
                .is(Bytes.of(1, 0, 0, 0))
                .that("bytes behind the length", wire.size() - 4)
                .is(MAX);
    }

    @Test
    void refuses_a_message_above_the_limit() {
        var wire = new Wire();
        var writer = new FrameWriter(wire);
        write(wire, writer, new byte[MAX + 1])
                .whenReturnedNull("a message was sent that every reader must refuse")
                .throwsA(ProtocolException.class)
                .likely("the length was on its way before it was looked at, and the reader waits for a message that never comes")
                .that("on the wire", wire.bytes())
                .is("");
        write(wire, writer, "hi").completes().that("on the wire", wire.bytes()).is(Bytes.of(0, 0, 0, 2, 'h', 'i'));
    }

    @Test
    void passes_on_what_the_stream_throws() {
        var wire = new Wire();
        wire.broken = true;
        wire.transcript.test("handed over a stream whose every write fails");
        for (var out : new OutputStream[]{wire, new BufferedOutputStream(wire)}) {
            write(wire, new FrameWriter(out), "hi")
                    .whenReturnedNull(
                            "the exception was caught, and the caller believes that the message is on its way")
                    .whenThrew(UncheckedIOException.class,
                            "the exception was wrapped, and nobody who catches IOException gets it")
                    .throwsA(IOException.class, "the exception that the stream threw",
                            thrown -> thrown == wire.failure);
        }
    }

    // Both, with a stranger

    @Test
    @Witness("python3")
    void understands_and_is_understood_by_python() throws IOException {
        var program = """
                import socket, struct
                def exactly(count):
                    data = b""
                    while len(data) < count:
                        piece = connection.recv(count - len(data))
                        assert piece, "the end came too early"
                        data += piece
                    return data
                with socket.create_server(("127.0.0.1", 0)) as server:
                    print(server.getsockname()[1])
                    connection, address = server.accept()
                    with connection:
                        for _ in range(3):
                            (length,) = struct.unpack(">I", exactly(4))
                            message = exactly(length)[::-1]
                            connection.sendall(struct.pack(">I", length) + message)
                """;
        var random = Seed.random();
        try (var python = Python.runs(program);
                var socket = new Socket(python.address().getAddress(), python.address().getPort())) {
            python.transcript().test("sent each message back, read from its end");
            var writer = new FrameWriter(socket.getOutputStream());
            var reader = new FrameReader(socket.getInputStream());
            for (var count : new int[]{200, 0, 33_023}) {
                var message = Seed.bytes(random, count);
                Call.doing(python.transcript(), () -> writer.write(message)).completes();
                next(python.transcript(), reader).returns(reversed(message));
            }
            next(python.transcript(), reader).returns(Nothing.END);
        }
    }

    private static byte[] reversed(byte[] bytes) {
        var reversed = new byte[bytes.length];
        for (var i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    // The calls

    private static Call<Object> next(ScriptedPeer peer, FrameReader reader) {
        return next(peer.transcript(), reader)
                .when(() -> peer.input().isClosed(), "the stream was closed, and the next frame with it")
                .when(peer.input()::askedAvailable,
                        "available() says what has arrived, not what will come; only a read waits");
    }

    private static Call<Object> next(Transcript transcript, FrameReader reader) {
        return Call.of(transcript, () -> {
            var next = reader.next();
            return next == null ? null : next.<Object>map(message -> message).orElse(Nothing.END);
        })
                .whenHung("it waits for bytes that nobody sends, or goes round in a loop")
                .whenThrew(UncheckedIOException.class,
                        "the exception was wrapped, and nobody who catches IOException gets it")
                .whenThrew(ProtocolException.class, "a length that is allowed was refused")
                .whenReturned(was -> was == Nothing.END, "a message was there, and the end was reported")
                .whenReturnedNull(
                        "null was returned: the end is an empty Optional, and each message an Optional of its bytes");
    }

    private static void atTheEnd(ScriptedPeer peer, FrameReader reader) {
        next(peer, reader)
                .whenReturned(was -> was instanceof byte[],
                        "there is no further message: where no frame begins, that is the end")
                .whenThrew(EOFException.class,
                        "an end between two frames was taken for an error: the conversation is over, and nothing is missing")
                .returns(Nothing.END);
    }

    /// `abc…`, so that what is missing shows.
    private static byte[] letters(int count) {
        var letters = new byte[count];
        for (var i = 0; i < Math.min(26, count); i++) {
            letters[i] = (byte) ('a' + i);
        }
        for (var done = 26; done < count; done *= 2) {
            System.arraycopy(letters, 0, letters, done, Math.min(done, count - done));
        }
        return letters;
    }

    private static int size(Object was) {
        return was instanceof byte[] bytes ? bytes.length : -1;
    }

    private static Call<Void> write(Wire wire, FrameWriter writer, String message) {
        return write(wire, writer, Bytes.of(message));
    }

    private static Call<Void> write(Wire wire, FrameWriter writer, byte[] message) {
        wire.transcript.test("called write with "
                + (message.length <= 10 ? Bytes.show(message) : Bytes.count(message.length)));
        return Call.doing(wire.transcript, () -> writer.write(message));
    }

    /// What stands in for the connection's output: it keeps all that gets so far.
    private static final class Wire extends OutputStream {
        private final Transcript transcript = new Transcript();
        private byte[] kept = new byte[64];
        private int size;
        private boolean closed;
        private boolean broken;
        private final IOException failure = new IOException("the connection is broken");

        @Override
        public void write(int value) throws IOException {
            check();
            room(1);
            kept[size++] = (byte) value;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            check();
            room(length);
            System.arraycopy(bytes, offset, kept, size, length);
            size += length;
        }

        private void room(int more) {
            if (kept.length - size < more) {
                kept = Arrays.copyOf(kept, Math.max(2 * kept.length, size + more));
            }
        }

        private void check() throws IOException {
            if (broken || closed) {
                throw broken ? failure : new IOException("the stream is closed");
            }
        }

        @Override
        public void close() {
            closed = true;
            transcript.you("closed the stream");
        }

        byte[] first(int count) {
            return Arrays.copyOf(kept, Math.min(count, size));
        }

        byte[] bytes() {
            return Arrays.copyOf(kept, size);
        }

        int size() {
            return size;
        }
    }
}
