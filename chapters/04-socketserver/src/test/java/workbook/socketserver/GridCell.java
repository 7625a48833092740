package workbook.socketserver;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.function.Function;

/// A place in the grid: an address family and a transport, and who handles the requests.
enum GridCell {
    UNIX("UnixStreamServer", path -> new UnixStreamServer(path, GridEcho.OfStream::new)), THREADING_UNIX(
            "ThreadingUnixStreamServer", path -> new ThreadingUnixStreamServer(path, GridEcho.OfStream::new),
            server -> ((ThreadingUnixStreamServer) server).requestThreads().size()), THREADING_UDP("ThreadingUDPServer",
                    _ -> new ThreadingUDPServer(ThreadingScene.anyPort(), GridEcho.OfDatagram::new),
                    server -> ((ThreadingUDPServer) server).requestThreads().size()), TCP("TCPServer",
                            _ -> new TCPServer(ThreadingScene.anyPort(), GridEcho.OfStream::new)), UDP("UDPServer",
                                    _ -> new UDPServer(ThreadingScene.anyPort(),
                                            GridEcho.OfDatagram::new)), THREADING_TCP(
                                                    "ThreadingTCPServer",
                                                    _ -> new ThreadingTCPServer(ThreadingScene.anyPort(),
                                                            GridEcho.OfStream::new)), FORKING_UNIX(
                                                                    "ForkingUnixStreamServer",
                                                                    path -> new ForkingUnixStreamServer(path,
                                                                            new HandlerClass<>(
                                                                                    GridEcho.OfStream.class)) {
                                                                        // As good a process as a JVM, and there at once.
                                                                        @Override
                                                                        ProcessBuilder childCommand() {
                                                                            return new ProcessBuilder("sh", "-c",
                                                                                    "read -r line; echo \"a shell: $line\" >&0");
                                                                        }
                                                                    },
                                                                    server -> ((ForkingUnixStreamServer) server)
                                                                            .activeChildren()
                                                                            .size()), FORKING_UDP("ForkingUDPServer",
                                                                                    _ -> new ForkingUDPServer(
                                                                                            ThreadingScene.anyPort(),
                                                                                            new HandlerClass<>(
                                                                                                    GridEcho.OfDatagram.class)),
                                                                                    server -> ((ForkingUDPServer) server)
                                                                                            .activeChildren()
                                                                                            .size());

    final String type;
    private final Opening opening;
    private final Function<BaseServer<?>, Integer> active;

    private interface Opening {
        BaseServer<?> open(UnixDomainSocketAddress path) throws IOException;
    }

    GridCell(String type, Opening opening) {
        this(type, opening, _ -> 0);
    }

    GridCell(String type, Opening opening, Function<BaseServer<?>, Integer> active) {
        this.type = type;
        this.opening = opening;
        this.active = active;
    }

    /// @param file for the address, where that is a path
    BaseServer<?> open(Path file) throws IOException {
        return opening.open(UnixDomainSocketAddress.of(file));
    }

    /// How many threads or processes it remembers.
    int active(BaseServer<?> server) {
        return active.apply(server);
    }
}
