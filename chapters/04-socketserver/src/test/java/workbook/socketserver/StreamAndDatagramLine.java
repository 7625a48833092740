package workbook.socketserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import workbook.testkit.Call;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;

/// A connection whose one end the test has, and whose other end is the request of a handler.
final class StreamAndDatagramLine implements AutoCloseable {
    private static final int PATIENCE = 300;
    private static final int BUFFER = 1 << 16;

    final Transcript transcript = new Transcript();
    final SocketChannel request;
    final Socket client;
    private final RequestHandlerServer<SocketChannel> server = new RequestHandlerServer<>((_, _, _) -> {
        throw new IllegalStateException("nobody asked for a handler");
    });

    StreamAndDatagramLine() throws IOException {
        try (var listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var address = (InetSocketAddress) listener.getLocalAddress();
            client = new Socket(address.getAddress(), address.getPort());
            client.setSoTimeout(PATIENCE);
            TestSide.has(client);
            request = listener.accept();
        }
        transcript.test("connected");
    }

    StreamAndDatagramHandlers.OfStream handler(StreamAndDatagramHandlers.Body body) throws IOException {
        var client = request.getRemoteAddress();
        return Call.of(transcript, () -> new StreamAndDatagramHandlers.OfStream(request, client, server, body))
                .whenThrew(NullPointerException.class,
                        "a constructor that calls a method of a subclass finds the subclass's fields empty; setup comes later")
                .value();
    }

    StreamAndDatagramLine sends(String text) throws IOException {
        transcript.test("sent \"" + text.replace("\n", "\\n") + "\"");
        client.getOutputStream().write(text.getBytes(US_ASCII));
        return this;
    }

    StreamAndDatagramLine halfCloses() throws IOException {
        transcript.test("closed its sending side");
        client.shutdownOutput();
        return this;
    }

    /// Waits until so much can be read on the request's side.
    void arrives(int count) throws IOException {
        // Not closed: that would close the request.
        var in = request.socket().getInputStream();
        Eventually.holds(() -> available(in) >= count, Deadline.ofTest());
    }

    static int available(InputStream in) {
        try {
            return in.available();
        } catch (IOException e) {
            return 0;
        }
    }

    Call<Void> running(BaseRequestHandler<?> handler) {
        transcript.test("had a handler run");
        return Call.doing(transcript, handler::run);
    }

    /// What the client gets within a moment: up to so many bytes, or fewer.
    String gets(int most) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var some = new byte[BUFFER];
        try {
            while (bytes.size() < most) {
                var count = client.getInputStream().read(some, 0, Math.min(some.length, most - bytes.size()));
                if (count < 0) {
                    break;
                }
                bytes.write(some, 0, count);
            }
        } catch (SocketTimeoutException e) {
            // That was all.
        }
        return bytes.toString(US_ASCII);
    }

    @Override
    public void close() throws IOException {
        client.close();
        request.close();
    }
}
