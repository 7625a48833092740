package workbook.chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharsetDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import workbook.kit.Connection;

/// Reads the room on the calling thread, and decodes a message while its fragments come: choose it where messages are
/// large, and what is false in them is to be known early.
final class Gateway {
    static final int LONGEST = 1024;
    static final int LONGEST_OF_ROOM = 1 << 20;
    static final Duration PATIENCE = Duration.ofMillis(500);

    private static final Set<Integer> CODES = Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013,
            1014);

    private final ReentrantLock writing = new ReentrantLock();
    private final InputStream in;
    private final OutputStream out;
    private final SocketChannel room;
    private boolean isClosed;

    private Gateway(InputStream in, OutputStream out, SocketChannel room) {
        this.in = in;
        this.out = out;
        this.room = room;
    }

    static String accept(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1");
            digest.update(key.getBytes(ISO_8859_1));
            digest.update("258EAFA5-E914-47DA-95CA-C5AB0DC85B11".getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static void serve(Connection browser, SocketAddress address) throws IOException {
        try (browser) {
            var in = browser.in();
            var head = HttpHead.read(in);
            if (!head.asksForWebSocket()) {
                ChatPage.answer(head, browser.out());
                return;
            }
            var refusal = refusal(head);
            if (!refusal.isEmpty()) {
                HttpHead.answer(browser.out(), refusal, "Sec-WebSocket-Version: 13");
                return;
            }
            try (var room = open(address, browser)) {
                if (room.isOpen()) {
                    HttpHead.answer(browser.out(), "101 Switching Protocols", "Connection: Upgrade", "Upgrade: websocket",
                            "Sec-WebSocket-Accept: " + accept(head.field("Sec-WebSocket-Key").orElseThrow()));
                    new Gateway(in, browser.out(), room).carry(browser);
                }
            }
        }
    }

    private static SocketChannel open(SocketAddress address, Connection browser) throws IOException {
        var room = SocketChannel.open();
        try {
            room.connect(address);
        } catch (IOException e) {
            room.close();
            HttpHead.answer(browser.out(), "503 Service Unavailable");
        }
        return room;
    }

    private static String refusal(HttpHead head) {
        var origin = head.field("Origin").orElse("");
        var host = head.field("Host").orElse("");
        if (!origin.isEmpty() && !origin.replaceFirst("^https?://", "").equals(host)) {
            return "403 Forbidden";
        }
        if (!head.field("Sec-WebSocket-Version").orElse("").equals("13")) {
            return "426 Upgrade Required";
        }
        var key = head.field("Sec-WebSocket-Key").orElse("");
        return head.method().equals("GET") && key.matches("[A-Za-z0-9+/]{22}==") ? "" : "400 Bad Request";
    }

    private void carry(Connection browser) throws IOException {
        var reader = Thread.ofVirtual().start(() -> {
            try (room) {
                var code = readBrowser();
                if (code > 0) {
                    close(code);
                    linger(browser);
                }
            } catch (IOException e) {
                // Gone.
            }
        });
        readRoom();
        try {
            close(1001);
            if (!reader.join(PATIENCE)) {
                browser.close();
                reader.join();
            }
        } catch (IOException e) {
            browser.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void linger(Connection browser) throws IOException {
        browser.shutdownOutput();
        browser.timeout(PATIENCE);
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (browser.in().read(new byte[512]) >= 0 && System.nanoTime() < until) {
            // What was on its way is of no interest any more.
        }
    }

    private void readRoom() {
        try {
            var codec = new LineCodec(LONGEST_OF_ROOM);
            var bytes = ByteBuffer.allocate(4096);
            while (room.read(bytes.clear()) >= 0) {
                codec.feed(bytes.flip());
                for (var line = codec.next(); line.isPresent(); line = codec.next()) {
                    frame(0x81, line.get().getBytes(UTF_8));
                }
            }
        } catch (IOException e) {
            // The room or the browser has ended.
        }
    }

    /// Until the connection is over; what comes back is the code of the browser's mistake, or 0 if it closed.
    private int readBrowser() throws IOException {
        CharsetDecoder decoder = UTF_8.newDecoder();
        var text = CharBuffer.allocate(LONGEST);
        var rest = new byte[0];
        var total = 0;
        var inside = false;
        while (true) {
            var first = octet();
            var second = octet();
            var opcode = first & 15;
            var last = first >= 0x80;
            if ((first & 0x70) > 0 || second < 0x80 || opcode > 10 || opcode > 2 && opcode < 8) {
                return 1002;
            }
            var length = number(switch (second & 127) {
                case 126 -> 2;
                case 127 -> 8;
                default -> 0;
            }, second & 127);
            if (length < 0 || opcode >= 8 && (length > 125 || !last) || opcode < 8 && inside != (opcode == 0)) {
                return 1002;
            }
            if (opcode == 2) {
                return 1003;
            }
            if (opcode < 8 && total + length > LONGEST || length > LONGEST) {
                return 1009;
            }
            var payload = payload((int) length);
            switch (opcode) {
                case 8 -> {
                    return closed(payload);
                }
                case 9 -> frame(0x8a, payload);
                case 10 -> {
                }
                default -> {
                    inside = !last;
                    total += payload.length;
                    var bytes = ByteBuffer.allocate(rest.length + payload.length).put(rest).put(payload).flip();
                    if (decoder.decode(bytes, text, last).isError() || last && decoder.flush(text).isError()) {
                        return 1007;
                    }
                    rest = new byte[bytes.remaining()];
                    bytes.get(rest);
                    if (last) {
                        var said = text.flip().toString();
                        if (said.chars().anyMatch(c -> c == 13 || c == 10)) {
                            return 1008;
                        }
                        say(said);
                        text.clear();
                        decoder.reset();
                        total = 0;
                    }
                }
            }
        }
    }

    private void say(String text) {
        try {
            var line = ByteBuffer.wrap(LineCodec.line(text));
            while (line.hasRemaining()) {
                room.write(line);
            }
        } catch (IOException e) {
            // The other thread finds the room's end.
        }
    }

    private int closed(byte[] payload) throws IOException {
        if (payload.length == 0) {
            frame(0x88, payload);
            return 0;
        }
        var code = payload.length < 2 ? 0 : (payload[0] & 255) << 8 | payload[1] & 255;
        if (!CODES.contains(code) && (code < 3000 || code > 4999)) {
            return 1002;
        }
        if (UTF_8.newDecoder().decode(ByteBuffer.wrap(payload, 2, payload.length - 2), CharBuffer.allocate(125), true)
                .isError()) {
            return 1007;
        }
        frame(0x88, payload);
        return 0;
    }

    private int octet() throws IOException {
        var next = in.read();
        if (next < 0) {
            throw new EOFException();
        }
        return next;
    }

    private long number(int count, int otherwise) throws IOException {
        var number = count == 0 ? otherwise : 0L;
        for (var i = 0; i < count; i++) {
            number = number << 8 | octet();
        }
        return number;
    }

    private byte[] payload(int length) throws IOException {
        var key = new int[]{octet(), octet(), octet(), octet()};
        var bytes = new ByteArrayOutputStream();
        for (var i = 0; i < length; i++) {
            bytes.write(octet() ^ key[i % 4]);
        }
        return bytes.toByteArray();
    }

    private void close(int code) throws IOException {
        frame(0x88, new byte[]{(byte) (code >> 8), (byte) code});
    }

    private void frame(int first, byte[] payload) throws IOException {
        writing.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = first == 0x88;
            var frame = new ByteArrayOutputStream();
            frame.write(first);
            var count = payload.length < 126 ? 0 : payload.length < 65_536 ? 2 : 8;
            frame.write(count == 0 ? payload.length : count == 2 ? 126 : 127);
            for (var shift = 8 * count - 8; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
            frame.writeBytes(payload);
            frame.writeTo(out);
        } finally {
            writing.unlock();
        }
    }
}
