package workbook.sockets;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/// Sends messages that may not arrive, and receives those that did.
///
/// Opening, connecting and closing are written already; three methods are yours. (All may throw an `IOException`
/// so that you can put a `DatagramChannel` in the place of the socket, if you like.)
///
/// See the chapter, "Messages that may not arrive".
final class Datagrams implements AutoCloseable {
    private final DatagramSocket socket;

    private Datagrams(DatagramSocket socket) {
        this.socket = socket;
    }

    /// A socket at this address; port 0 stands for any that is free.
    static Datagrams open(InetSocketAddress address) throws IOException {
        return new Datagrams(new DatagramSocket(address));
    }

    /// Lets nobody but this endpoint be heard from now on, and sends to nobody else.
    void connect(InetSocketAddress peer) throws IOException {
        socket.connect(peer);
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /// Sends one datagram, and returns the number of bytes in it. No bytes at all make a datagram, too.
    ///
    /// What is longer than a datagram can be is refused with an `IOException`, and nothing is sent.
    /// That this method returns says nothing about whether the datagram arrives.
    int sendTo(byte[] bytes, InetSocketAddress to) throws IOException {
        throw todo("send the bytes as one datagram");
    }

    /// Waits for one datagram, and returns its first `max` bytes, or all of them if it is shorter;
    /// who sent it; and whether it was longer, in which case the rest of it is lost. `max` is at most 65,535.
    ///
    /// If none comes within the limit, that is a `java.net.SocketTimeoutException`, and the next call
    /// works as if nothing had happened. A limit below one millisecond counts as one millisecond,
    /// and none is longer than a day.
    /// Any other exception of the socket's, such as a `PortUnreachableException`, is passed on.
    Datagram recvFrom(int max, Duration limit) throws IOException {
        throw todo("return the next datagram");
    }

    /// Asks an echo server, which returns whatever it is sent, for a sign of life:
    /// sends it a datagram of a few bytes, and waits for the same bytes to come back from the same endpoint.
    /// Returns how long that took, or nothing if no try was answered.
    ///
    /// There are at most `tries` tries. Each lasts `each` and no longer, whatever else arrives meanwhile,
    /// and is measured from its own datagram on. No two tries of this object carry the same bytes,
    /// and only the bytes of the present try are an answer; anything else that arrives is dropped.
    /// Afterwards this object hears whom it heard before: one that was not connected is not connected now.
    /// If it was, and nobody has the port, the system's `PortUnreachableException` is passed on.
    Optional<Duration> ping(InetSocketAddress server, Duration each, int tries) throws IOException {
        throw todo("send a datagram until one comes back, or the tries are used up");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
