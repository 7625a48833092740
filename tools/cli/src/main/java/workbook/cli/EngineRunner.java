package workbook.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import workbook.engine.Engine;
import workbook.engine.Outcome;
import workbook.engine.Run;

/// The engine, which needs a moment to start.
final class EngineRunner implements Runner {
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
    public Outcome runOnly(Run run, String method) {
        return engine.runOnly(run, method);
    }

    @Override
    public void prepare() throws IOException {
        engine.prepare(Run.Network.PRIVATE);
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
