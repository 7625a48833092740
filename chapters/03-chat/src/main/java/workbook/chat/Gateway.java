package workbook.chat;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import workbook.kit.Connection;

/// Lets a browser into a room: WebSocket (RFC 6455) on its side, lines on the room's.
///
/// See the chapter, "A browser in the room".
final class Gateway {
    /// A message has at most so many bytes, all of its frames together.
    static final int LONGEST = 1024;
    /// A line of the room's has at most so many, without its end.
    static final int LONGEST_OF_ROOM = 1 << 20;
    /// How long a browser is waited for after a close frame of the gateway's.
    static final Duration PATIENCE = Duration.ofMillis(500);

    private Gateway() {}

    /// What answers a `Sec-WebSocket-Key` (RFC 6455, 4.2.2, step 5.4).
    static String accept(String key) {
        throw todo("prove that the key was read by somebody who knows WebSocket");
    }

    /// Talks to a browser from the first byte of its request until one side ends, and returns with both connections
    /// closed. A browser or a room that vanishes is one way to end.
    ///
    /// **The handshake** (4.2). A request that asks for no WebSocket is [ChatPage]'s to answer. Of the others, these get:
    ///
    ///   - `403 Forbidden`: has an `Origin` that is not `http://` or `https://` and then its `Host`
    ///   - `426 Upgrade Required`, with the field `Sec-WebSocket-Version: 13`: its own version is not 13
    ///   - `400 Bad Request`: is no GET; or its key is not the Base64 of 16 bytes
    ///   - `503 Service Unavailable`: the room cannot be reached
    ///   - `101 Switching Protocols`, with `Upgrade: websocket`, `Connection: Upgrade`, `Sec-WebSocket-Accept`: all others
    ///
    /// The room hears only of the last.
    ///
    /// **Messages** (5.2 to 5.6). A text message, in one frame or in fragments, becomes a line to the room. A line of
    /// the room's becomes a text message, unmasked. A ping is answered with a pong that has the same payload, between
    /// two fragments, too (5.5.2); a pong is ignored. Both directions go on at the same time, and a frame is never
    /// written into another.
    ///
    /// **Close** (5.5.1, 7). A close frame is answered with one that has the same code, or none if it had none. What
    /// may not be gets a close frame with
    ///
    ///   - 1002, against the protocol: not masked; a bit or an opcode that has no meaning (5.2); a continuation of
    ///     nothing; a new message inside another; a control frame in fragments or of more than 125 bytes; a length
    ///     whose highest bit is set; a close frame of one byte, or with a code that may not be sent (7.4)
    ///   - 1003, a binary message
    ///   - 1007, a text message, or a close frame's reason, that is not UTF-8 (8.1)
    ///   - 1008, a message with a CR or an LF in it
    ///   - 1009, more than [#LONGEST] bytes, as soon as a frame's header says so
    ///
    /// and if the room ends, however, the browser gets 1001. After a close frame nothing more is sent, and nothing
    /// more carried; after one of the gateway's own it waits for the browser's, or for its end, for [#PATIENCE] at most.
    ///
    /// @throws IOException if what comes is no HTTP request, as [HttpHead#read] finds
    static void serve(Connection browser, SocketAddress room) throws IOException {
        throw todo("answer the handshake, then carry messages");
    }
}
