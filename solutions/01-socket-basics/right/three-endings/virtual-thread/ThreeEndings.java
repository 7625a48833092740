package workbook.sockets;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Does everything on a virtual thread of its own: choose it where the caller has to be able to give up the
/// wait, by an interrupt.
final class ThreeEndings {
    private ThreeEndings() {}

    static Ending readToEnd(Socket socket, OutputStream copy) throws IOException {
        return onVirtualThread(() -> {
            var buffer = new byte[1000];
            var ending = Optional.<Ending>empty();
            while (ending.isEmpty()) {
                var count = 0;
                try {
                    count = socket.getInputStream().read(buffer);
                    ending = count < 0 ? Optional.of(Ending.EOF) : ending;
                } catch (IOException e) {
                    ending = Optional.of(endingOf(socket, e));
                }
                copy.write(buffer, 0, Math.max(0, count));
            }
            return ending.get();
        });
    }

    private static Ending endingOf(Socket socket, IOException e) {
        return switch (e) {
            case SocketTimeoutException timeout -> Ending.TIMEOUT;
            default -> socket.isClosed() ? Ending.LOCAL_CLOSE : Ending.RESET;
        };
    }

    static byte[] ask(InetSocketAddress server, byte[] question) throws IOException {
        return onVirtualThread(() -> {
            try (var socket = new Socket(server.getAddress(), server.getPort())) {
                socket.getOutputStream().write(question);
                socket.shutdownOutput();
                return socket.getInputStream().readAllBytes();
            }
        });
    }

    private static <T> T onVirtualThread(Callable<T> task) throws IOException {
        var future = new FutureTask<>(task);
        Thread.startVirtualThread(future);
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
