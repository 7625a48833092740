package workbook.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import workbook.engine.worker.Worker;

/// The worker's cache of loaded and linked classes (JEP 483, 514), which the launcher has made beside the jars. Without
/// it a worker does the same, later.
///
/// @param output where a worker is to write such a cache as it ends: the launcher asks for that once
/// @param cache  the one to use
record WorkerCache(Optional<Path> output, Optional<Path> cache) {
    /// The property that names the file to write.
    private static final String OUTPUT = "workbook.worker.aot";
    private static final String NAME = "worker.aot";
    static final Duration WRITING = Duration.ofMinutes(2);

    /// @param classPath the worker's
    static WorkerCache of(List<Path> classPath) {
        var output = Optional.ofNullable(System.getProperty(OUTPUT)).map(Path::of);
        var isWanted = output.isEmpty() && !"no".equals(System.getenv("WORKBOOK_AOT"));
        var cache = classPath.stream()
                .map(jar -> jar.resolveSibling(NAME))
                .filter(file -> isWanted && Files.isRegularFile(file))
                .findFirst();
        return new WorkerCache(output, cache);
    }

    /// A cache yet to be written, where [#of] will find it; empty if there is one that is newer than the jars, or if the
    /// class path has folders in it, for which the JVM keeps no cache.
    static Optional<WorkerCache> missing(List<Path> classPath) throws IOException {
        var newest = FileTime.fromMillis(0);
        for (var jar : classPath) {
            if (!Files.isRegularFile(jar)) {
                return Optional.empty();
            }
            var time = Files.getLastModifiedTime(jar);
            newest = time.compareTo(newest) > 0 ? time : newest;
        }
        var file = classPath.getFirst().resolveSibling(NAME);
        var isThere = Files.exists(file) && Files.getLastModifiedTime(file).compareTo(newest) > 0;
        return isThere ? Optional.empty() : Optional.of(new WorkerCache(Optional.of(file), Optional.empty()));
    }

    List<String> flags() {
        return output.map(file -> List.of("-XX:AOTCacheOutput=" + file, "-D" + Worker.EXITS + "=true"))
                .or(() -> cache.map(file -> List.of("-XX:AOTCache=" + file)))
                .orElse(List.of());
    }

    /// How long a worker may take to end by itself.
    Duration patience() {
        return output.isPresent() ? WRITING : Duration.ZERO;
    }
}
