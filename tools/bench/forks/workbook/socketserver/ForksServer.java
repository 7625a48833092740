package workbook.socketserver;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;

/// The reference's [ForkingTCPServer] with any command for its children, in a JVM of its own; `Forks.java` starts it.
final class ForksServer extends ForkingTCPServer {
    private final List<String> command;

    private ForksServer(List<String> command) throws IOException {
        super(new InetSocketAddress("127.0.0.1", 0), new HandlerClass<>(Echo.class));
        this.command = command;
    }

    @Override
    ProcessBuilder childCommand(SocketChannel request, SocketAddress clientAddress) {
        return new ProcessBuilder(command).redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
    }

    /// Sends back what the first read brings.
    static final class Echo extends BaseRequestHandler<SocketChannel> {
        Echo(SocketChannel request, SocketAddress clientAddress, BaseServer<SocketChannel> server) {
            super(request, clientAddress, server);
        }

        @Override
        protected void handle() throws IOException {
            var bytes = ByteBuffer.allocate(100);
            request.read(bytes);
            request.write(bytes.flip());
        }
    }

    /// Prints its port; ends when its standard input does. Without a command a thread each handles the requests.
    static void main(String... command) throws Exception {
        var server = command.length == 0
                ? new ThreadingTCPServer(new InetSocketAddress("127.0.0.1", 0), new HandlerClass<>(Echo.class))
                : new ForksServer(List.of(command));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                server.serveForever();
            } catch (IOException e) {
                e.printStackTrace();
            }
        });
        System.out.println(((InetSocketAddress) server.serverAddress()).getPort());
        // Begun once, before the first child: descriptor 0 is the children's for moments at a time.
        System.in.read();
        System.exit(0);
    }
}
