package workbook.grader.sandbox;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.spi.ToolProvider;
import workbook.engine.Folders;

/// A Java run-time image with the few modules that exercises need: no compiler, no `sun.misc.Unsafe`, no agents, no
/// attaching to other JVMs, and no dump of the heap, which tells where everything lies. What is not there needs no option to forbid it, and `--limit-modules`, which would do the
/// same, has the JVM of JDK 25 ignore its cache of classes.
public final class RuntimeImage {
    static final List<String> MODULES = List.of("java.base", "java.logging", "java.management", "java.net.http",
            "jdk.httpserver", "jdk.net");

    private RuntimeImage() {}

    /// Makes it, if that was not done before: about 7 s.
    ///
    /// @param folder that it is kept in, named after the JDK and the modules
    /// @throws IOException if this JDK cannot make one, with what to do
    public static Path in(Path folder) throws IOException {
        var image = folder.resolve("java-" + Runtime.version().toString().replaceAll("[^A-Za-z0-9.]", "-")
                + "-" + Integer.toHexString(MODULES.hashCode()));
        if (Files.isDirectory(image)) {
            return image;
        }
        Files.createDirectories(folder);
        var made = Files.createTempDirectory(folder, "java").resolve("image");
        link(made);
        try {
            Files.move(made, image, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(image)) {
                throw e;
            }
        }
        Folders.delete(made.getParent());
        return image;
    }

    /// The image where sandboxes can read it.
    public static Path in(Path folder, Stage stage) throws IOException {
        return stage.reachable(in(folder), "image");
    }

    private static void link(Path to) throws IOException {
        var jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new IOException("this Java, " + System.getProperty("java.home")
                        + ", has no jlink; install a whole JDK 25"));
        var said = new StringWriter();
        var writer = new PrintWriter(said);
        if (jlink.run(writer, writer, "--add-modules", String.join(",", MODULES), "--output", to.toString(),
                "--no-header-files", "--no-man-pages") != 0) {
            throw new IOException("jlink of " + System.getProperty("java.home") + " fails: " + said.toString().strip()
                    + "; install another build of JDK 25");
        }
    }
}
