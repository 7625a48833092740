package workbook.chat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import workbook.kit.Connection;

/// Lets a browser into a room: WebSocket (RFC 6455) on its side, lines on the room's.
final class Gateway {
    static final int LONGEST = 1024;
    static final int LONGEST_OF_ROOM = 1 << 20;
    static final Duration PATIENCE = Duration.ofMillis(500);

    private Gateway() {}

    static String accept(String key) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            var digest = sha1.digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    static void serve(Connection browser, SocketAddress room) throws IOException {
        try (browser; var socket = new Socket()) {
            var in = new BufferedInputStream(browser.in());
            var out = browser.out();
            var head = HttpHead.read(in);
            if (!head.asksForWebSocket()) {
                ChatPage.answer(head, out);
            } else if (isOfStranger(head)) {
                HttpHead.answer(out, "403 Forbidden");
            } else if (head.field("Sec-WebSocket-Version").filter("13"::equals).isEmpty()) {
                HttpHead.answer(out, "426 Upgrade Required", "Sec-WebSocket-Version: 13");
            } else if (!head.method().equals("GET") || key(head).isEmpty()) {
                HttpHead.answer(out, "400 Bad Request");
            } else if (!connects(socket, room)) {
                HttpHead.answer(out, "503 Service Unavailable");
            } else {
                HttpHead.answer(out, "101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
                        "Sec-WebSocket-Accept: " + accept(key(head).orElseThrow()));
                new Conversation(browser, in, socket).run();
            }
        }
    }

    /// Browsers say whose page it is that asks; other programs say nothing, or what they like.
    private static boolean isOfStranger(HttpHead head) {
        var host = head.field("Host").orElse("");
        return head.field("Origin")
                .filter(origin -> !origin.equalsIgnoreCase("http://" + host)
                        && !origin.equalsIgnoreCase("https://" + host))
                .isPresent();
    }

    private static Optional<String> key(HttpHead head) {
        try {
            return head.field("Sec-WebSocket-Key").filter(key -> Base64.getDecoder().decode(key).length == 16);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean connects(Socket socket, SocketAddress room) {
        try {
            socket.connect(room);
            socket.setTcpNoDelay(true);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

/// Both directions, after the handshake.
final class Conversation {
    private final Connection browser;
    private final FrameInput in;
    private final FrameOutput out;
    private final Socket room;
    private final CountDownLatch over = new CountDownLatch(1);

    Conversation(Connection browser, InputStream in, Socket room) throws IOException {
        this.browser = browser;
        this.in = new FrameInput(in);
        this.out = new FrameOutput(browser.out());
        this.room = room;
    }

    void run() throws IOException {
        var speaker = Thread.ofVirtual().start(this::carryToBrowser);
        try {
            carryToRoom();
        } catch (WebSocketFailure failure) {
            out.close(Optional.of(failure.code()));
            awaitEnd();
        } catch (IOException e) {
            // The browser has vanished.
        } finally {
            over.countDown();
            room.close();
            browser.close();
            awaitEnd(speaker);
        }
    }

    private void carryToRoom() throws IOException {
        var message = new ByteArrayOutputStream();
        var isInside = false;
        while (true) {
            var frame = in.next(Gateway.LONGEST - message.size());
            switch (frame.opcode()) {
                case Frame.PING -> out.send(Frame.PONG, frame.payload());
                case Frame.PONG -> {
                }
                case Frame.CLOSE -> {
                    out.close(frame.closeCode());
                    return;
                }
                case Frame.BINARY -> throw new WebSocketFailure(WebSocketFailure.NOT_TEXT);
                default -> {
                    if (isInside != (frame.opcode() == Frame.CONTINUATION)) {
                        throw new WebSocketFailure(WebSocketFailure.PROTOCOL);
                    }
                    message.writeBytes(frame.payload());
                    isInside = !frame.isLast();
                    if (frame.isLast()) {
                        say(Frame.text(message.toByteArray()));
                        message.reset();
                    }
                }
            }
        }
    }

    private void say(String text) throws WebSocketFailure {
        if (text.contains("\r") || text.contains("\n")) {
            throw new WebSocketFailure(WebSocketFailure.POLICY);
        }
        if (out.isClosed()) {
            return;
        }
        try {
            room.getOutputStream().write(LineCodec.line(text));
        } catch (IOException e) {
            // Whoever reads the room's lines learns of its end, too.
        }
    }

    private void carryToBrowser() {
        try {
            var lines = new LineCodec(Gateway.LONGEST_OF_ROOM);
            var bytes = new byte[8192];
            var from = room.getInputStream();
            for (var count = from.read(bytes); count >= 0; count = from.read(bytes)) {
                lines.feed(ByteBuffer.wrap(bytes, 0, count));
                for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                    out.send(line.get());
                }
            }
        } catch (IOException e) {
            // However the room has ended, or the browser: what follows is the same.
        }
        try (browser) {
            out.close(Optional.of(WebSocketFailure.GOING_AWAY));
            over.await(Gateway.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            // It is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Reads on for a while: to close a connection with something unread resets it, and the close frame may be lost
    /// (RFC 6455, 7.1.1).
    private void awaitEnd() {
        try {
            browser.shutdownOutput();
            var end = System.nanoTime() + Gateway.PATIENCE.toNanos();
            var bytes = new byte[8192];
            for (var left = Gateway.PATIENCE; left.isPositive(); left = Duration.ofNanos(end - System.nanoTime())) {
                browser.timeout(left);
                if (browser.in().read(bytes) < 0) {
                    return;
                }
            }
        } catch (IOException e) {
            // Its time is up, or it is gone.
        }
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

/// @param payload unmasked
record Frame(boolean isLast, int opcode, byte[] payload) {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static boolean isControl(int opcode) {
        return opcode >= CLOSE;
    }

    static boolean isKnown(int opcode) {
        return opcode <= BINARY || opcode >= CLOSE && opcode <= PONG;
    }

    /// The code of a close frame, if it has one.
    Optional<Integer> closeCode() throws WebSocketFailure {
        if (payload.length == 0) {
            return Optional.empty();
        }
        var code = payload.length == 1 ? 0 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        if (!mayBeSent(code)) {
            throw new WebSocketFailure(WebSocketFailure.PROTOCOL);
        }
        text(Arrays.copyOfRange(payload, 2, payload.length));
        return Optional.of(code);
    }

    /// RFC 6455, 7.4, and the codes that were registered after it.
    private static boolean mayBeSent(int code) {
        return code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 || code >= 3000 && code <= 4999;
    }

    static String text(byte[] bytes) throws WebSocketFailure {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new WebSocketFailure(WebSocketFailure.NOT_UTF_8);
        }
    }
}

/// Reads frames, as RFC 6455, 5.2 draws them.
final class FrameInput {
    private final DataInputStream in;

    FrameInput(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /// @param most bytes that a frame of a message may have
    Frame next(int most) throws IOException {
        var first = in.readUnsignedByte();
        var second = in.readUnsignedByte();
        var isLast = (first & 0x80) != 0;
        var opcode = first & 0x0f;
        var isMasked = (second & 0x80) != 0;
        if ((first & 0x70) != 0 || !isMasked || !Frame.isKnown(opcode)) {
            throw new WebSocketFailure(WebSocketFailure.PROTOCOL);
        }
        var length = length(second & 0x7f);
        if (length < 0 || Frame.isControl(opcode) && (!isLast || length > 125)) {
            throw new WebSocketFailure(WebSocketFailure.PROTOCOL);
        }
        if (!Frame.isControl(opcode) && length > most) {
            throw new WebSocketFailure(WebSocketFailure.TOO_LONG);
        }
        var key = new byte[4];
        in.readFully(key);
        var payload = new byte[(int) length];
        in.readFully(payload);
        for (var i = 0; i < payload.length; i++) {
            payload[i] ^= key[i % 4];
        }
        return new Frame(isLast, opcode, payload);
    }

    private long length(int inHeader) throws IOException {
        return switch (inHeader) {
            case 126 -> in.readUnsignedShort();
            case 127 -> in.readLong();
            default -> inHeader;
        };
    }
}

/// Writes frames, each in one piece, for two threads; after a close frame none.
final class FrameOutput {
    private final OutputStream out;
    private boolean isClosed;

    FrameOutput(OutputStream out) {
        this.out = out;
    }

    synchronized boolean isClosed() {
        return isClosed;
    }

    synchronized void close(Optional<Integer> code) throws IOException {
        var payload = code.map(value -> ByteBuffer.allocate(2).putShort(value.shortValue()).array());
        send(Frame.CLOSE, payload.orElse(new byte[0]));
        isClosed = true;
    }

    synchronized void send(String text) throws IOException {
        if (text.length() < 126) {
            out.write(new byte[]{(byte) 0x81, (byte) text.length()});
            out.write(text.getBytes(UTF_8));
            out.flush();
        } else {
            send(Frame.TEXT, text.getBytes(UTF_8));
        }
    }

    synchronized void send(int opcode, byte[] payload) throws IOException {
        if (isClosed) {
            return;
        }
        var frame = ByteBuffer.allocate(10 + payload.length).put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload);
        out.write(frame.array(), 0, frame.position());
        out.flush();
    }
}

/// The browser did what it may not; the code says what.
final class WebSocketFailure extends IOException {
    private static final long serialVersionUID = 1;

    static final int GOING_AWAY = 1001;
    static final int PROTOCOL = 1002;
    static final int NOT_TEXT = 1003;
    static final int NOT_UTF_8 = 1007;
    static final int POLICY = 1008;
    static final int TOO_LONG = 1009;

    private final int code;

    WebSocketFailure(int code) {
        super("closed with " + code);
        this.code = code;
    }

    int code() {
        return code;
    }
}
