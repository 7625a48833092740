package workbook.cli;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import workbook.engine.Outcome;
import workbook.engine.Run;

/// A runner that gets ready on a thread of its own, while the command line still makes out what is wanted.
///
/// Where in the end nothing is run, its worker ends with this process.
final class EarlyRunner implements Runner {
    private final CompletableFuture<Runner> runner;

    private EarlyRunner(CompletableFuture<Runner> runner) {
        this.runner = runner;
    }

    /// @param isWanted whether the command is one that runs something soon
    static Supplier<Runner> of(Supplier<Runner> runners, boolean isWanted) {
        if (!isWanted) {
            return runners;
        }
        var ready = new CompletableFuture<Runner>();
        Thread.ofPlatform().daemon().name("early runner").start(() -> {
            try {
                ready.complete(Runner.ready(runners));
            } catch (Exception | Error e) {
                ready.completeExceptionally(e);
            }
        });
        return () -> new EarlyRunner(ready);
    }

    @Override
    public Outcome run(Run run) throws IOException {
        return runner.join().run(run);
    }

    @Override
    public Outcome runOnly(Run run, String method) throws IOException {
        return runner.join().runOnly(run, method);
    }

    /// It is.
    @Override
    public void prepare() {}

    @Override
    public void prepareForMany() throws IOException {
        runner.join().prepareForMany();
    }

    @Override
    public void cancel() {
        runner.join().cancel();
    }

    @Override
    public void close() {
        runner.join().close();
    }
}
