package workbook.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A folder that is gone when it is closed, or when this JVM ends, unless by a `kill -9`.
record TemporaryFolder(Path path) implements AutoCloseable {
    private static final Set<TemporaryFolder> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> OPEN.forEach(TemporaryFolder::close), "workbook-folders"));
    }

    static TemporaryFolder create() throws IOException {
        var folder = new TemporaryFolder(Files.createTempDirectory("workbook"));
        OPEN.add(folder);
        return folder;
    }

    @Override
    public void close() {
        Folders.delete(path);
        OPEN.remove(this);
    }
}
