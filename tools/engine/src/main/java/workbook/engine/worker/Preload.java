package workbook.engine.worker;

import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;

/// Loads the classes of tests, given code and answer before any of them runs.
///
/// They share package and loader, so that until one of the tests' is loaded the answer could define it:
/// [java.lang.invoke.MethodHandles.Lookup#defineClass].
final class Preload {
    /// The property that has it done. In a JVM that serves a learner, who deceives nobody, it would only take time.
    private static final String WANTED = "workbook.worker.preload";
    private static final String SUFFIX = ".class";

    private Preload() {}

    /// @param places of the class path
    static void run(List<String> places, ClassLoader loader) throws IOException {
        for (var place : places) {
            if (Boolean.getBoolean(WANTED) && place.endsWith(".jar")) {
                try (var jar = new JarFile(place)) {
                    for (var entries = jar.entries(); entries.hasMoreElements();) {
                        load(entries.nextElement().getName(), loader);
                    }
                }
            }
        }
    }

    private static void load(String entry, ClassLoader loader) {
        if (entry.endsWith(SUFFIX) && !entry.endsWith("-info.class")) {
            try {
                Class.forName(entry.substring(0, entry.length() - SUFFIX.length()).replace('/', '.'), false, loader);
            } catch (ClassNotFoundException | LinkageError e) {
                // It stands on something that is not here; whoever needs it will be told so.
            }
        }
    }
}
