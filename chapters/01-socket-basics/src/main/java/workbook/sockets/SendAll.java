package workbook.sockets;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Sending through a non-blocking channel: as much as goes at once, or all of it.
///
/// The bytes to send are those between the buffer's position and its limit, in a buffer of any
/// kind. The position moves on over what was taken, and over nothing else, so that it tells the
/// caller how far the sending came, however it ended.
///
/// The channel stays non-blocking and open. Its own `IOException`s are passed on as they are.
///
/// See the chapter, "Sending all of it".
final class SendAll {
    private SendAll() {}

    /// Makes one attempt and does not wait.
    /// Returns how many bytes the kernel took: perhaps all, perhaps some, perhaps 0.
    static int send(SocketChannel channel, ByteBuffer buffer) throws IOException {
        throw todo("offer the bytes to the kernel once");
    }

    /// Returns when the kernel has taken all of the bytes. If there are none, that is at once.
    ///
    /// While the kernel takes no more the thread stands still; it does not ask again and again.
    /// `total` limits the whole call, and may be less than a millisecond, or nothing. When it is
    /// over and bytes are left, that is a `java.net.SocketTimeoutException`. However the call ends, its selector is closed.
    static void sendAll(SocketChannel channel, ByteBuffer buffer, Duration total) throws IOException {
        throw todo("send until nothing is left or the time is over");
    }
}
