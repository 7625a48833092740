package workbook.engine.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import workbook.kit.network.PrivateNetwork;
import workbook.kit.wire.Recording;
import workbook.testkit.TestSide;

/// Records what passes over the wire, each test by itself, where a run asks for it and the network is private: on the
/// machine's own it would be everybody's.
final class TestsOnTheWire implements TestExecutionListener, AutoCloseable {
    private final Optional<Path> folder;
    /// Of a method that runs several times, its first failure is the one to see.
    private final Set<String> failed = new HashSet<>();
    private Optional<Recording.Recorder> running = Optional.empty();

    /// @param folder where the recordings go; none for a run like any other
    TestsOnTheWire(Optional<Path> folder) throws IOException {
        var state = PrivateNetwork.enter();
        this.folder = folder.filter(any -> state.isPrivate());
        if (folder.isPresent() && !state.isPrivate()) {
            Files.writeString(folder.get().resolve("reason"), state.reason(), UTF_8);
        }
        if (this.folder.isPresent()) {
            // An answer that calls System.exit leaves a recording that is whole.
            Runtime.getRuntime().addShutdownHook(new Thread(this::endWithTheJvm, "workbook-recording"));
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        var method = method(test);
        if (folder.isEmpty() || method.isEmpty() || failed.contains(method.get())) {
            return;
        }
        try {
            running = Optional.of(new Recording.Recorder(folder.get(), method.get()));
            TestSide.isNotedBy(running);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        method(test).filter(any -> result.getThrowable().isPresent()).ifPresent(failed::add);
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> method(TestIdentifier test) {
        return test.isTest() && test.getSource().orElse(null) instanceof MethodSource method
                ? Optional.of(method.getMethodName())
                : Optional.empty();
    }

    private void endWithTheJvm() {
        try {
            close();
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        TestSide.isNotedBy(Optional.empty());
        if (running.isPresent()) {
            var ending = running.get();
            running = Optional.empty();
            ending.close();
        }
    }
}
