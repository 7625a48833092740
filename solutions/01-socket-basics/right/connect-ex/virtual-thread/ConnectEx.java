package workbook.sockets;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Connects without a limit on a thread of its own, and closes the socket when the limit is over: choose it
/// for calls that know no time limit themselves.
final class ConnectEx {
    private ConnectEx() {}

    static Outcome connect(InetSocketAddress address, Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("a time limit of " + limit);
        }
        var socket = new Socket();
        var attempt = new FutureTask<Outcome>(() -> {
            socket.connect(address);
            return new Outcome.Connected(socket);
        });
        Thread.ofVirtual().start(attempt);
        try {
            return outcome(attempt, limit, socket);
        } catch (IOException e) {
            return new Outcome.Other(e);
        }
    }

    private static Outcome outcome(FutureTask<Outcome> attempt, Duration limit, Socket socket) throws IOException {
        try {
            return attempt.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // Closing it ends the attempt, too.
            socket.close();
            return new Outcome.TimedOut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            socket.close();
            return new Outcome.Other(new IOException("interrupted", e));
        } catch (ExecutionException e) {
            socket.close();
            return switch (e.getCause()) {
                case UnknownHostException nowhere -> new Outcome.Unresolved();
                case ConnectException refused -> new Outcome.Refused();
                case IOException other -> new Outcome.Other(other);
                default -> throw new IllegalStateException(e.getCause());
            };
        }
    }
}
