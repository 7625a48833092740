package workbook.testkit;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import workbook.kit.Todo;

/// An answer in a JVM that somebody else starts, in the same network and with nothing else in common: asked for over a
/// UNIX domain socket, which then carries what the answer prints and says, and how it ends. Closing it ends the answer.
final class AnswerElsewhere implements Answer.Host {
    /// What a frame brings.
    static final int PRINTED = 1;
    static final int TOLD = 2;
    static final int ENDED = 3;
    private static final int LONGEST = 1 << 20;
    private static final Pattern TOLD_PORT = Pattern.compile("(?m)^port (\\d+)$");
    private static final Pattern TOLD_TODO = Pattern.compile("(?m)^todo (.*)$");

    private final Output printed = new Output();
    private final Output told = new Output();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final SocketChannel line;

    /// @param socket of whoever starts answers
    AnswerElsewhere(String socket, Class<?> program, String method, List<String> arguments) {
        try {
            line = SocketChannel.open(StandardProtocolFamily.UNIX);
            line.connect(UnixDomainSocketAddress.of(socket));
            var out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(line)));
            out.writeUTF(program.getName());
            out.writeUTF(method);
            out.writeInt(arguments.size());
            for (var argument : arguments) {
                out.writeUTF(argument);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the answer's own JVM was not started", e);
        }
        Thread.ofPlatform().daemon().name("testkit elsewhere").start(this::listen);
    }

    private void listen() {
        try (var in = new DataInputStream(Channels.newInputStream(line))) {
            while (true) {
                switch (in.read()) {
                    case PRINTED -> printed.write(bytes(in));
                    case TOLD -> told.write(bytes(in));
                    case ENDED -> exit.complete(in.readInt());
                    default -> {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // Closed: the answer has ended, or is being ended.
        } finally {
            printed.close();
            told.close();
            exit.complete(137);
        }
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        var length = in.readInt();
        if (length < 0 || length > LONGEST) {
            throw new IOException("a frame of " + length + " bytes was announced");
        }
        return in.readNBytes(length);
    }

    @Override
    public Optional<Integer> port() {
        return told.find(TOLD_PORT).map(match -> Integer.valueOf(match.group(1)));
    }

    @Override
    public Output output() {
        return printed;
    }

    @Override
    public Optional<Integer> exit() {
        try {
            return Optional.of(exit.get(Deadline.ofTest().millis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public boolean isRunning() {
        return !exit.isDone();
    }

    @Override
    public void passOn() {
        if (exit.isDone()) {
            told.find(TOLD_TODO)
                    .ifPresent(match -> {
                        throw Todo.todo(match.group(1));
                    });
        }
    }

    @Override
    public void end() {
        try {
            line.close();
        } catch (IOException e) {
            // It is as closed as it will be.
        }
        exit.complete(137);
    }
}
