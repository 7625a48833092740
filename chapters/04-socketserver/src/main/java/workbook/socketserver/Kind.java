package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The servers that the program can be run on.
///
/// Each of them can have its port again at once, and lets many wait. That is written three times, and once more for
/// children: a constant of a class is a method here, and no interface could bring it, because the class wins.
enum Kind {
    SYNC("one connection after the other") {
        @Override
        BaseServer<SocketChannel> open(SocketAddress address, HandlerFactory<SocketChannel> factory) throws IOException {
            return new TCPServer(address, factory) {
                @Override
                protected boolean allowReuseAddress() {
                    return true;
                }

                @Override
                protected int requestQueueSize() {
                    return QUEUE;
                }
            };
        }
    },
    THREADING("a thread for each connection") {
        @Override
        BaseServer<SocketChannel> open(SocketAddress address, HandlerFactory<SocketChannel> factory) throws IOException {
            return new ThreadingTCPServer(address, factory) {
                @Override
                protected boolean allowReuseAddress() {
                    return true;
                }

                @Override
                protected int requestQueueSize() {
                    return QUEUE;
                }
            };
        }
    },
    VIRTUAL("a virtual thread for each connection") {
        @Override
        BaseServer<SocketChannel> open(SocketAddress address, HandlerFactory<SocketChannel> factory) throws IOException {
            return new VirtualTCPServer(address, factory) {
                @Override
                protected boolean allowReuseAddress() {
                    return true;
                }

                @Override
                protected int requestQueueSize() {
                    return QUEUE;
                }
            };
        }
    },
    FORKING("a process for each connection") {
        /// A process is given no object, only the name of a class.
        @Override
        BaseServer<SocketChannel> open(SocketAddress address, HandlerFactory<SocketChannel> factory) throws IOException {
            return new ForkingTCPServer(address, new HandlerClass<>(InChild.class)) {
                @Override
                protected boolean allowReuseAddress() {
                    return true;
                }

                @Override
                protected int requestQueueSize() {
                    return QUEUE;
                }
            };
        }
    };

    private static final int QUEUE = 1_024;

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    /// Bound, and not serving yet.
    abstract BaseServer<SocketChannel> open(SocketAddress address, HandlerFactory<SocketChannel> factory)
            throws IOException;

    /// What a connection gets.
    String words() {
        return words;
    }

    /// As it is typed.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> all() {
        return Arrays.stream(values()).map(Kind::word).toList();
    }

    static Kind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
