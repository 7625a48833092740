package workbook.chat.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.ThreadFactory;

/// What a thousand members cost who have said one line each, and are silent now: on `platform` threads, on `virtual`
/// ones, or with a `selector`. Linux only.
final class ThousandMembers {
    private static final int MEMBERS = 1_000;

    private final ServerSocketChannel listener;

    private ThousandMembers(ServerSocketChannel listener) {
        this.listener = listener;
    }

    public static void main(String[] args) throws IOException {
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = new ThousandMembers(ServerSocketChannel.open().bind(here));
        var members = new ArrayList<SocketChannel>();
        for (var i = 0; i < MEMBERS; i++) {
            members.add(SocketChannel.open());
        }
        System.gc();
        var threads = status("Threads");
        var memory = status("VmRSS");
        Thread.ofPlatform().daemon().start(() -> server.serve(args[0]));
        var line = ByteBuffer.wrap("hello\r\n".getBytes(US_ASCII));
        for (var member : members) {
            member.connect(server.listener.getLocalAddress());
            member.write(line.rewind());
            // The echo says that it has been served.
            member.read(ByteBuffer.allocate(16));
        }
        System.out.printf("%,d members, %s: %,d threads, %,d KB%n", MEMBERS, args[0], status("Threads") - threads,
                status("VmRSS") - memory);
    }

    private static long status(String what) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status"))
                .stream()
                .filter(line -> line.startsWith(what))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private void serve(String way) {
        try {
            switch (way) {
                case "platform" -> serveWith(Thread.ofPlatform().daemon().factory());
                case "virtual" -> serveWith(Thread.ofVirtual().factory());
                default -> select();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serveWith(ThreadFactory threads) throws IOException {
        while (true) {
            var member = listener.accept();
            threads.newThread(() -> {
                var bytes = ByteBuffer.allocateDirect(4_096);
                while (echo(member, bytes)) {
                    // And again.
                }
            }).start();
        }
    }

    private void select() throws IOException {
        var bytes = ByteBuffer.allocateDirect(4_096);
        var selector = Selector.open();
        listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            selector.select(key -> {
                if (key.isAcceptable()) {
                    take(key.selector());
                } else {
                    echo((SocketChannel) key.channel(), bytes);
                }
            });
        }
    }

    private void take(Selector selector) {
        try {
            listener.accept().configureBlocking(false).register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean echo(SocketChannel member, ByteBuffer bytes) {
        try {
            if (member.read(bytes.clear()) >= 0) {
                member.write(bytes.flip());
                return true;
            }
            member.close();
        } catch (IOException e) {
            // Gone.
        }
        return false;
    }
}
