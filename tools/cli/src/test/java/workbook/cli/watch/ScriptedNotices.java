package workbook.cli.watch;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Notices that come when a test says so, whatever is written.
final class ScriptedNotices implements Notices {
    private final boolean arePromised;
    private volatile BooleanSupplier isTelling = () -> false;

    ScriptedNotices(boolean arePromised) {
        this.arePromised = arePromised;
    }

    void tellWhile(BooleanSupplier condition) {
        isTelling = condition;
    }

    @Override
    public boolean follow(Set<Path> folders) {
        return arePromised;
    }

    @Override
    public boolean await(long millis) throws InterruptedException {
        return isTelling.getAsBoolean() && !NONE.await(1) || NONE.await(Math.min(millis, 20));
    }

    @Override
    public void close() {}
}
