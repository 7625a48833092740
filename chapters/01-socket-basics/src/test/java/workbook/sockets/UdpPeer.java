package workbook.sockets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import workbook.testkit.Bytes;
import workbook.testkit.Deadline;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;

/// The other end of an exchange of datagrams, on 127.0.0.1.
///
/// Over loopback a datagram that was sent is in its receiver's queue when `send` returns, so whatever the test sends
/// before it calls the answer is there, and what the answer has sent can be counted behind it.
final class UdpPeer implements AutoCloseable {
    private static final byte[] MARK = Bytes.of("no more than this");

    private final DatagramSocket socket;
    private final Transcript transcript;
    private final String name;
    private final List<byte[]> questions = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /// What a peer does when a datagram arrives.
    interface Reaction {
        /// @param number the first datagram is 1
        void to(byte[] question, int number, InetSocketAddress from) throws IOException, InterruptedException;
    }

    private UdpPeer(DatagramSocket socket, Transcript transcript, String name) {
        this.socket = socket;
        this.transcript = transcript;
        this.name = name;
    }

    /// @param name stands before what it does; empty where there is only one
    static UdpPeer open(Transcript transcript, String name) {
        try {
            var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            TestSide.has(socket);
            return new UdpPeer(socket, transcript, name.isEmpty() ? "" : name + " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    void sends(String text, InetSocketAddress to) throws IOException {
        sends(Bytes.of(text), to);
    }

    void sends(byte[] bytes, InetSocketAddress to) throws IOException {
        transcript.test(name + "sent a datagram " + Bytes.show(bytes));
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    /// Sends back what it got; the report says so elsewhere.
    void returns(byte[] question, InetSocketAddress to) throws IOException {
        socket.send(new DatagramPacket(question, question.length, to));
    }

    /// Sends the same every few milliseconds, for so long.
    ///
    /// @param last is set to the `System.nanoTime()` of the last of them
    void floods(String text, InetSocketAddress to, Duration time, AtomicLong last)
            throws IOException, InterruptedException {
        transcript.test(name + "sent a datagram " + Bytes.show(Bytes.of(text)) + " every 5 ms for " + time.toMillis()
                + " ms");
        for (var end = Deadline.in(time); !end.isOver();) {
            last.set(System.nanoTime());
            socket.send(new DatagramPacket(Bytes.of(text), text.length(), to));
            Thread.sleep(5);
        }
    }

    /// From now on each datagram that arrives is answered in this way.
    UdpPeer reacts(Reaction reaction) {
        threads.add(Thread.ofPlatform().daemon().name("testkit peer").start(() -> {
            try {
                while (true) {
                    var packet = take();
                    var question = bytes(packet);
                    questions.add(question);
                    transcript.you("sent a datagram of " + Bytes.count(question.length));
                    reaction.to(question, questions.size(), (InetSocketAddress) packet.getSocketAddress());
                }
            } catch (IOException | InterruptedException e) {
                // Closed by the test.
            }
        }));
        return this;
    }

    /// What has arrived so far, for a peer that reacts.
    List<byte[]> questions() {
        return List.copyOf(questions);
    }

    /// All that is in the queue, for a peer that does not react.
    List<byte[]> queue() throws IOException {
        socket.send(new DatagramPacket(MARK, MARK.length, address()));
        var all = new ArrayList<byte[]>();
        socket.setSoTimeout(Deadline.ofTest().millis());
        for (var packet = take(); !packet.getSocketAddress().equals(address()); packet = take()) {
            all.add(bytes(packet));
        }
        if (!all.isEmpty()) {
            transcript.you(String.format(Locale.ROOT, "sent %d %s", all.size(),
                    all.size() == 1 ? "datagram" : "datagrams"));
        }
        return all;
    }

    private DatagramPacket take() throws IOException {
        var packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return packet;
    }

    private static byte[] bytes(DatagramPacket packet) {
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @Override
    public void close() {
        socket.close();
        for (var thread : threads) {
            thread.interrupt();
            try {
                thread.join(2000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
