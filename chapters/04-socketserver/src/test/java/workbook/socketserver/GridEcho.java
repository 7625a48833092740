package workbook.socketserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends a line back, behind the number of lines that this process has handled.
final class GridEcho {
    private static volatile Count count = new Count(0);

    /// How many lines were handled, and what holds those that begin with "slow".
    private record Count(AtomicInteger handled, CountDownLatch begun, CountDownLatch open) {
        Count(int handled) {
            this(new AtomicInteger(handled), new CountDownLatch(1), new CountDownLatch(1));
        }
    }

    private GridEcho() {}

    /// From now on lines are counted from here, and slow ones are held.
    static void begin(int handled) {
        count = new Count(handled);
    }

    static int handled() {
        return count.handled.get();
    }

    /// Waits until a slow line is being handled.
    static boolean isHeld() throws InterruptedException {
        return count.begun.await(ThreadingWords.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    static void letGo() {
        count.open.countDown();
    }

    static String answer(String line) throws InterruptedException {
        var now = count;
        if (line.startsWith("slow")) {
            now.begun.countDown();
            now.open.await(1500, TimeUnit.MILLISECONDS);
        }
        return now.handled.incrementAndGet() + " " + line;
    }

    static final class OfStream extends BaseRequestHandler<SocketChannel> {
        OfStream(SocketChannel request, SocketAddress clientAddress, BaseServer<SocketChannel> server) {
            super(request, clientAddress, server);
        }

        @Override
        protected void handle() throws IOException, InterruptedException {
            var octet = ByteBuffer.allocate(1);
            var line = new StringBuilder();
            while (request.read(octet.clear()) == 1) {
                line.append((char) octet.get(0));
                if (octet.get(0) == '\n') {
                    request.write(ByteBuffer.wrap(answer(line.toString()).getBytes(US_ASCII)));
                    return;
                }
            }
        }
    }

    static final class OfDatagram extends BaseRequestHandler<Datagram> {
        OfDatagram(Datagram request, SocketAddress clientAddress, BaseServer<Datagram> server) {
            super(request, clientAddress, server);
        }

        @Override
        protected void handle() throws IOException, InterruptedException {
            var line = answer(new String(request.data(), US_ASCII));
            DatagramChannel socket = request.socket();
            socket.send(ByteBuffer.wrap(line.getBytes(US_ASCII)), clientAddress);
        }
    }
}
