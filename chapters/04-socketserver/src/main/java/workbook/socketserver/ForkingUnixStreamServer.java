package workbook.socketserver;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/// [UnixStreamServer], with a process for each connection.
///
/// Children that have ended are collected in each round of the loop, when nobody came in time, and when it is closed, which
/// waits for them then, if it shall wait.
class ForkingUnixStreamServer extends UnixStreamServer implements ForkingMixIn<SocketChannel> {
    private final HandlerClass<SocketChannel> handler;

    ForkingUnixStreamServer(UnixDomainSocketAddress address, HandlerClass<SocketChannel> handler) throws IOException {
        super(address, handler);
        this.handler = handler;
    }

    /// What is to be started: a program that handles the connection which it finds at its standard input.
    ProcessBuilder childCommand() {
        return ChildJvm.command(handler);
    }

    @Override
    public Children children() {
        throw todo("mix processes into the server");
    }

    @Override
    public Process startChild(SocketChannel request, SocketAddress clientAddress) throws IOException {
        throw todo("start the command, with the connection as its standard input");
    }
}
