package workbook.buffers.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import workbook.kit.natives.KernelOptions;
import workbook.kit.network.PrivateNetwork;

/// One download over a [RateLink], and next to it, on a connection of its own, a request of one byte after the other:
/// how fast the one is, and how long the other has to wait for each answer behind the first one's packets.
final class Transfer {
    /// Longer than the link can take by any means: what waits so long waits in vain.
    private static final int PATIENCE_MILLIS = 10_000;
    private static final byte[] QUESTION = "?".getBytes(US_ASCII);
    /// Small, so that the time of a read tells when its bytes came.
    private static final int CHUNK = 4 << 10;
    private static final int WRITE = 64 << 10;

    /// What came of it.
    ///
    /// @param bitsPerSecond of data, without headers
    /// @param answers       how long each answer took, in milliseconds
    /// @param kernelBytes   what the kernel holds for the receive buffer, at the end
    /// @param late          how late the link delivered packets, on average
    record Result(double bitsPerSecond, List<Double> answers, int kernelBytes, Duration late) {}

    private final LinkShape shape;
    private final Setting setting;
    private final Duration warmUp;
    private final Duration length;
    /// Whether an answer that is asked for now counts.
    private final AtomicBoolean counts = new AtomicBoolean();

    /// @param warmUp how long it runs before answers count
    /// @param length how long it runs in all
    Transfer(LinkShape shape, Setting setting, Duration warmUp, Duration length) {
        this.shape = shape.withQueue(setting.queueBytes());
        this.setting = setting;
        this.warmUp = warmUp;
        this.length = length;
    }

    Result run() throws IOException {
        var answers = new ArrayList<Double>();
        try (var source = listener();
                var answerer = listener();
                var link = RateLink.open(shape, Set.of(source.getLocalPort(), answerer.getLocalPort()));
                var asker = new Socket();
                var receiver = SocketChannel.open()) {
            if (setting.receiveBuffer().isPresent()) {
                receiver.setOption(StandardSocketOptions.SO_RCVBUF, setting.receiveBuffer().getAsInt());
            }
            try (var answering = connect(asker, answerer); var sender = connect(receiver.socket(), source)) {
                Thread.ofVirtual().start(() -> answer(answering));
                Thread.ofVirtual().start(() -> pour(sender));
                var asking = Thread.ofVirtual().start(() -> ask(asker, answers));
                var rate = receive(receiver.socket());
                var kernelBytes = KernelOptions.get(receiver, KernelOptions.SOL_SOCKET, KernelOptions.SO_RCVBUF);
                asker.close();
                join(asking);
                link.close();
                return new Result(rate, List.copyOf(answers), kernelBytes, link.late());
            }
        }
    }

    private static ServerSocket listener() throws IOException {
        var listener = new ServerSocket(0, 1, PrivateNetwork.here());
        listener.setSoTimeout(PATIENCE_MILLIS);
        return listener;
    }

    /// @return the other end
    private static Socket connect(Socket socket, ServerSocket listener) throws IOException {
        prepare(socket);
        socket.connect(new InetSocketAddress(PrivateNetwork.nobody(), listener.getLocalPort()), PATIENCE_MILLIS);
        var accepted = listener.accept();
        prepare(accepted);
        return accepted;
    }

    private static void prepare(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        // What has not been sent when it is closed is thrown away: there is no link any more that would carry it.
        socket.setSoLinger(true, 0);
    }

    /// Writes until somebody closes the socket.
    private static void pour(Socket sender) {
        var bytes = new byte[WRITE];
        try {
            while (true) {
                sender.getOutputStream().write(bytes);
            }
        } catch (IOException e) {
            // As announced.
        }
    }

    private static void answer(Socket answering) {
        try {
            while (answering.getInputStream().read() >= 0) {
                answering.getOutputStream().write(QUESTION);
            }
        } catch (IOException e) {
            // Whoever asked has hung up.
        }
    }

    private void ask(Socket asker, List<Double> answers) {
        try {
            while (true) {
                var isCounted = counts.get();
                var start = System.nanoTime();
                asker.getOutputStream().write(QUESTION);
                if (asker.getInputStream().read() < 0) {
                    return;
                }
                if (isCounted) {
                    answers.add((System.nanoTime() - start) / 1e6);
                }
            }
        } catch (IOException e) {
            // The transfer is over, and the socket closed.
        }
    }

    /// From the first byte on, slow start and all: what is counted from some later moment on can be more than the link
    /// carries, because what came out of order is read all at once when the gap before it is filled.
    ///
    /// @return bits of data per second
    private double receive(Socket socket) throws IOException {
        var in = socket.getInputStream();
        var buffer = new byte[CHUNK];
        var bytes = (long) read(in.read(buffer));
        var start = System.nanoTime();
        var last = start;
        while (last - start < length.toNanos()) {
            bytes += read(in.read(buffer));
            last = System.nanoTime();
            counts.set(last - start >= warmUp.toNanos());
        }
        return bytes * 8e9 / (last - start);
    }

    private static int read(int count) throws IOException {
        if (count < 0) {
            throw new IOException("the sender has hung up");
        }
        return count;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
