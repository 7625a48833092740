package workbook.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import workbook.engine.Engine;
import workbook.engine.Outcome;
import workbook.engine.Run;

/// The engine, which needs a moment to start.
final class EngineRunner implements Runner {
    /// The second is for a save that follows the last verdict so closely that the first is not back.
    private static final int AT_ONCE = 2;

    private final Engine engine;

    private EngineRunner(Engine engine) {
        this.engine = engine;
    }

    static EngineRunner of(Path root) {
        try {
            return new EngineRunner(Engine.open(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Outcome run(Run run) {
        return engine.runToFirstLoss(run);
    }

    @Override
    public void prepare() {
        engine.prepare(Run.Network.PRIVATE, 1);
    }

    @Override
    public void prepareForMany() {
        engine.prepare(Run.Network.PRIVATE, AT_ONCE);
    }

    @Override
    public void cancel() {
        engine.cancel();
    }

    @Override
    public Outcome runOnly(Run run, String method) {
        return engine.runOnly(run, method);
    }

    @Override
    public void close() {
        try {
            engine.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
