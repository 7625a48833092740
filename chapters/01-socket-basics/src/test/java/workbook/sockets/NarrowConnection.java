package workbook.sockets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import workbook.testkit.Deadline;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;

/// A connection with little room on its way: both its ends asked for buffers of 4096 bytes.
///
/// The answer has a non-blocking channel. The other end, the reader, does what it is told on a thread of its own.
final class NarrowConnection implements AutoCloseable {
    private static final int ROOM = 4096;

    private final Transcript transcript = new Transcript();
    private final SocketChannel channel;
    private final Socket reader;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private CompletableFuture<Void> script = CompletableFuture.completedFuture(null);

    private NarrowConnection(SocketChannel channel, Socket reader) {
        this.channel = channel;
        this.reader = reader;
    }

    static NarrowConnection open() throws IOException {
        try (var listener = new ServerSocket()) {
            listener.setReceiveBufferSize(ROOM);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var channel = SocketChannel.open().setOption(StandardSocketOptions.SO_SNDBUF, ROOM);
            channel.connect(listener.getLocalSocketAddress());
            channel.configureBlocking(false);
            TestSide.has(listener);
            return new NarrowConnection(channel, listener.accept());
        }
    }

    SocketChannel channel() {
        return channel;
    }

    Transcript transcript() {
        return transcript;
    }

    // The reader's script

    private interface Step {
        void take() throws IOException, InterruptedException;
    }

    private void then(Step step) {
        var before = script;
        script = new CompletableFuture<>();
        var after = script;
        Thread.ofPlatform().daemon().name("testkit reader").start(() -> {
            try {
                before.join();
                step.take();
            } catch (IOException | InterruptedException e) {
                // Closed by the test, or reset by the answer: there is no more to read.
            } finally {
                after.complete(null);
            }
        });
    }

    /// Reads all that comes, until the test or the answer closes the channel.
    void readsAll() {
        transcript.test("read all that came");
        then(this::readToTheEnd);
    }

    /// Waits for something first.
    void readsAllAfter(CompletableFuture<?> event) {
        transcript.test("read nothing until your thread stood still, then all that came");
        then(() -> {
            event.join();
            readToTheEnd();
        });
    }

    /// Reads so many bytes, each time after a pause, and then all the rest.
    void readsSlowly(int bytes, Duration pause, int times) {
        transcript.test("read a little every " + pause.toMillis() + " ms");
        then(() -> {
            for (var i = 0; i < times; i++) {
                Thread.sleep(pause);
                read.write(reader.getInputStream().readNBytes(bytes));
            }
            readToTheEnd();
        });
    }

    /// Reads so many bytes, then dies: the connection is reset.
    void readsAndResets(int bytes) {
        transcript.test("read " + bytes + " bytes, and then reset the connection");
        then(() -> {
            read.write(reader.getInputStream().readNBytes(bytes));
            reader.setSoLinger(true, 0);
            reader.close();
        });
    }

    private void readToTheEnd() throws IOException {
        var in = reader.getInputStream();
        var piece = new byte[1 << 16];
        for (var count = in.read(piece); count != -1; count = in.read(piece)) {
            read.write(piece, 0, count);
        }
    }

    /// All that was read, once the script is over.
    byte[] received() throws IOException {
        reader.setSoTimeout(Deadline.ofTest().millis());
        script.join();
        return read.toByteArray();
    }

    /// Closes the channel, and reads what is still on its way.
    byte[] drained() throws IOException {
        channel.close();
        if (script.state() == Future.State.SUCCESS) {
            then(this::readToTheEnd);
        }
        return received();
    }

    // The test's own use of the channel

    /// Fills the way until nothing more fits.
    void fill() throws IOException {
        transcript.test("filled the connection until it took no more, and read nothing");
        writeUntilFull();
    }

    /// Fills the way until nothing more fits, also a while later.
    void fillForGood() throws IOException {
        fill();
        try (var selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            // An acknowledgement may be 40 ms late and make room.
            while (selector.select(50) > 0) {
                selector.selectedKeys().clear();
                writeUntilFull();
            }
        }
    }

    private void writeUntilFull() throws IOException {
        var filler = ByteBuffer.wrap(new byte[1 << 18]);
        while (channel.write(filler) > 0) {
            // Until the kernel says 0.
        }
    }

    static boolean startsWith(byte[] whole, byte[] beginning) {
        return beginning.length <= whole.length
                && Arrays.equals(whole, 0, beginning.length, beginning, 0, beginning.length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        reader.close();
        script.join();
    }
}
