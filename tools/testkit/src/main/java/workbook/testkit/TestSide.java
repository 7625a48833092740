package workbook.testkit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Function;
import workbook.kit.wire.Recording;
import workbook.kit.wire.Recording.Endpoint;

/// Which ends of the conversations on the wire are the test's own, for a ladder that says "you" and "the test".
///
/// Only a test that is sure says so: whose other end is no answer's (two sockets of the test, a program such as `nc`)
/// keeps silent. Without a recording nothing happens here.
public final class TestSide {
    private static volatile Optional<Recording.Recorder> recorder = Optional.empty();

    private TestSide() {}

    /// From now on what the test says is noted there.
    public static void isNotedBy(Optional<Recording.Recorder> by) {
        recorder = by;
    }

    /// The test's end of a connection with the answer.
    public static void has(Socket socket) {
        note(socket.getLocalSocketAddress(), Endpoint::tcp);
    }

    /// The test's end of a connection that is being made.
    public static void has(SocketChannel channel) throws IOException {
        note(channel.getLocalAddress(), Endpoint::tcp);
    }

    /// A listener of the test's, to which the answer connects.
    public static void has(ServerSocket listener) {
        note(listener.getLocalSocketAddress(), Endpoint::tcp);
    }

    /// A socket that exchanges datagrams with the answer.
    public static void has(DatagramSocket socket) {
        note(socket.getLocalSocketAddress(), Endpoint::udp);
    }

    /// The answer has come back: `returned`, `threw SocketException`.
    static void sawAnswer(String comeBack) {
        note(to -> to.happened("your code " + comeBack));
    }

    /// A socket that is not bound yet, or closed again, has no address to note.
    private static void note(SocketAddress end, Function<InetSocketAddress, Endpoint> protocol) {
        if (end instanceof InetSocketAddress address) {
            note(to -> to.isTheTests(protocol.apply(address)));
        }
    }

    private interface Note {
        void by(Recording.Recorder recorder) throws IOException;
    }

    private static void note(Note note) {
        recorder.ifPresent(to -> {
            try {
                note.by(to);
            } catch (IOException e) {
                // The ladder then says "client" and "server", and nothing of the answer's end.
            }
        });
    }
}
