package workbook.sockets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls an endpoint and says what came of it: the work of Python's `connect_ex`, in the terms of Java.
final class ConnectEx {
    private ConnectEx() {}

    static Outcome connect(InetSocketAddress address, Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("a time limit of " + limit);
        }
        if (address.isUnresolved()) {
            return new Outcome.Unresolved();
        }
        var attempt = CompletableFuture.supplyAsync(() -> call(address));
        try {
            return new Outcome.Connected(attempt.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).join());
        } catch (CompletionException e) {
            return switch (e.getCause()) {
                case TimeoutException late -> new Outcome.TimedOut();
                case UncheckedIOException failed when failed.getCause() instanceof ConnectException -> new Outcome.Refused();
                case UncheckedIOException failed -> new Outcome.Other(failed.getCause());
                default -> throw e;
            };
        }
    }

    private static Socket call(InetSocketAddress address) {
        var socket = new Socket();
        try {
            socket.connect(address);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
