package workbook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A program that was started, with what it has written so far; closing it ends it and all that it started.
public final class Running implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Output out = new Output();
    private final Output err = new Output();

    private final Thread outCopy;
    private final Thread errCopy;

    Running(String name, Process process) {
        this.name = name;
        this.process = process;
        outCopy = out.copy(process.getInputStream());
        errCopy = err.copy(process.getErrorStream());
    }

    void write(byte[] input) {
        try (var in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException e) {
            // It did not want to read all of it, which is its own affair.
        }
    }

    /// What it has written to its standard output; all of it once [#exit()] has returned.
    public byte[] out() {
        return out.soFar();
    }

    /// What it has written to its standard error.
    public String err() {
        return new String(err.soFar(), UTF_8);
    }

    /// Waits until its standard output contains something.
    public Optional<MatchResult> awaitOut(Pattern pattern) {
        return out.await(pattern, Deadline.ofTest());
    }

    /// Waits until its standard error contains something.
    public Optional<MatchResult> awaitErr(Pattern pattern) {
        return err.await(pattern, Deadline.ofTest());
    }

    Output output() {
        return out;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /// Its exit status; [Hung] if it does not end before the test's limit.
    public int exit() {
        return awaitExit().orElseThrow(() -> new Hung(Report.empty()
                .with(Report.THE_TEST, "ran " + name + " and waited for its end")
                .with(Hung.LIMIT, Hung.limitOfTest()), Thread.currentThread().getStackTrace()));
    }

    /// Waits for its end, and until all that it wrote has arrived; empty if there is no end before the test's deadline.
    Optional<Integer> awaitExit() {
        try {
            if (process.waitFor(Deadline.ofTest().millis(), TimeUnit.MILLISECONDS)) {
                awaitCopies();
                return Optional.of(process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private void awaitCopies() throws InterruptedException {
        outCopy.join(Duration.ofSeconds(1));
        errCopy.join(Duration.ofSeconds(1));
    }

    /// Ends it, and whatever it started.
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(2, TimeUnit.SECONDS);
            awaitCopies();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
