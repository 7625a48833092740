package workbook.cli;

import java.io.IOException;
import java.util.function.Supplier;
import workbook.engine.Outcome;
import workbook.engine.Run;

/// Runs exercises: the engine, or what a test puts in its place.
public interface Runner extends AutoCloseable {
    /// One that gets ready at once, while its caller reads what there is to run.
    static Runner ready(Supplier<Runner> runners) throws IOException {
        var runner = runners.get();
        runner.prepare();
        return runner;
    }

    Outcome run(Run run) throws IOException;

    /// Runs one test of an exercise and no other.
    Outcome runOnly(Run run, String method) throws IOException;

    /// Gets ready for a run to come, which is then done sooner.
    void prepare() throws IOException;

    /// Gets ready for runs that may follow each other closely.
    default void prepareForMany() throws IOException {
        prepare();
    }

    /// Ends the run that is going on, if one is: instead of its outcome comes a
    /// [java.util.concurrent.CancellationException].
    default void cancel() {}

    @Override
    void close();
}
