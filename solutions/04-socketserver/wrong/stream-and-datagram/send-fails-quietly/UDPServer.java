package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;

/// A server for datagrams.
class UDPServer extends BaseServer<Datagram> {
    private final DatagramChannel channel;
    private SocketAddress address;

    UDPServer(SocketAddress address, HandlerFactory<Datagram> factory) throws IOException {
        this(address, factory, true);
    }

    UDPServer(SocketAddress address, HandlerFactory<Datagram> factory, boolean bindAndActivate) throws IOException {
        super(factory);
        this.address = address;
        channel = DatagramChannel.open();
        if (bindAndActivate) {
            try {
                serverBind();
                serverActivate();
            } catch (Throwable e) {
                channel.close();
                throw e;
            }
        }
    }

    protected int maxPacketSize() {
        return 8192;
    }

    void serverBind() throws IOException {
        channel.configureBlocking(false);
        channel.bind(address);
        address = channel.getLocalAddress();
    }

    @Override
    void serverActivate() {}

    @Override
    public void serverClose() throws IOException {
        channel.close();
    }

    @Override
    SocketAddress serverAddress() {
        return address;
    }

    @Override
    public DatagramChannel channel() {
        return channel;
    }

    @Override
    public Accepted<Datagram> getRequest() throws IOException {
        var buffer = ByteBuffer.allocate(maxPacketSize());
        var client = channel.receive(buffer);
        if (client == null) {
            throw new IOException("nothing is there any more");
        }
        return new Accepted<>(new Datagram(Arrays.copyOf(buffer.array(), buffer.position()), channel), client);
    }
}
