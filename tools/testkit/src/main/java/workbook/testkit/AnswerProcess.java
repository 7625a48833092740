package workbook.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import workbook.kit.Todo;

/// An answer in a JVM of its own, in the same network; killed at the end, and by itself if this JVM ends first.
final class AnswerProcess implements Answer.Host {
    private static final Pattern TOLD_PORT = Pattern.compile("(?m)^port (\\d+)$");
    private static final Pattern TOLD_TODO = Pattern.compile("(?m)^todo (.*)$");

    private final Output told = new Output();
    private final Path folder;
    private final ServerSocketChannel lifeline;
    private final Running running;
    private final Thread listening;

    AnswerProcess(Class<?> program, String method, List<String> arguments) {
        try {
            folder = Files.createTempDirectory("answer");
            var socket = folder.resolve("line");
            lifeline = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            lifeline.bind(UnixDomainSocketAddress.of(socket));
            running = new Running(program.getSimpleName(),
                    new ProcessBuilder(command(socket, program, method, arguments))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
            listening = Thread.ofPlatform().daemon().name("testkit lifeline").start(this::listen);
        } catch (IOException e) {
            throw new UncheckedIOException("the answer's own JVM did not start", e);
        }
    }

    private static List<String> command(Path socket, Class<?> program, String method, List<String> arguments) {
        var classPath = System.getProperty(Answer.CLASS_PATH, System.getProperty("java.class.path"));
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:disable", "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-Xmx256m", "-cp", classPath, AnswerProgram.class.getName(), socket.toString(), program.getName(),
                method));
        command.addAll(arguments);
        return command;
    }

    private void listen() {
        try (var line = lifeline.accept(); var in = Channels.newInputStream(line)) {
            in.transferTo(told);
        } catch (IOException e) {
            // Closed: the answer has ended, or is being ended.
        } finally {
            told.close();
        }
    }

    @Override
    public Optional<Integer> port() {
        return told.find(TOLD_PORT).map(match -> Integer.valueOf(match.group(1)));
    }

    @Override
    public Output output() {
        return running.output();
    }

    @Override
    public Optional<Integer> exit() {
        return running.awaitExit();
    }

    @Override
    public boolean isRunning() {
        return running.isRunning();
    }

    @Override
    public void passOn() {
        if (running.isRunning()) {
            return;
        }
        awaitAllTold();
        told.find(TOLD_TODO)
                .ifPresent(match -> {
                    throw Todo.todo(match.group(1));
                });
    }

    private void awaitAllTold() {
        try {
            listening.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void end() {
        running.close();
        try {
            lifeline.close();
            awaitAllTold();
            Files.deleteIfExists(folder.resolve("line"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // A file of no bytes may stay in the temporary folder.
        }
    }
}
