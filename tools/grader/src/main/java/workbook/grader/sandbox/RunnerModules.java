package workbook.grader.sandbox;

import java.io.File;
import java.io.IOException;
import java.lang.classfile.attribute.ModuleAttribute.ModuleAttributeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.Extension;
import org.junit.platform.engine.TestEngine;
import workbook.engine.WorkerClassPath;
import workbook.engine.worker.Worker;
import workbook.grader.runner.RunnerMain;
import workbook.kit.Todo;
import workbook.testkit.Report;
import workbook.testkit.WorkbookExtension;

/// The jars that a runner needs, in one folder: kit, testkit and the runner itself as modules that keep their inside to
/// themselves, JUnit and AssertJ as the modules they are, and what chapters may use besides on the class path.
///
/// An answer and its tests are loaded by a child class loader, so they stand in a module without a name, to which none of
/// these opens anything.
public final class RunnerModules {
    /// Where the jars lie in a sandbox.
    public static final String MODULES = "/modules";
    public static final String CLASSES = "/classes";

    /// All of the kit but `workbook.kit.libc`.
    private static final List<String> KIT = List.of("workbook.kit", "workbook.kit.natives", "workbook.kit.network",
            "workbook.kit.wire");
    private static final List<String> LIBRARIES = List.of("org.junit.jupiter.api.Test",
            "org.junit.jupiter.params.ParameterizedTest", "org.junit.jupiter.engine.JupiterTestEngine",
            "org.junit.platform.launcher.Launcher", "org.junit.platform.engine.TestEngine",
            "org.junit.platform.commons.JUnitException", "org.opentest4j.AssertionFailedError",
            "org.assertj.core.api.Assertions", "org.apiguardian.api.API", "org.jspecify.annotations.NullMarked");
    private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    private final Path modules;
    private final Path classes;

    /// Writes them.
    public RunnerModules(Stage stage) throws IOException {
        modules = stage.room("modules");
        classes = stage.room("classes");
        ModuleJar.write(modules.resolve("kit.jar"), "workbook.kit", ModuleJar.entries(Todo.class,
                List.of("workbook/kit/")), RunnerModules::kit);
        var testkit = ModuleJar.entries(Report.class, List.of("workbook/testkit/", "junit-platform.properties"));
        ModuleJar.write(modules.resolve("testkit.jar"), "workbook.testkit", testkit, RunnerModules::testkit);
        var runner = new TreeMap<String, byte[]>(ModuleJar.entries(Worker.class, List.of("workbook/engine/worker/")));
        runner.putAll(ModuleJar.entries(RunnerMain.class, List.of("workbook/grader/runner/")));
        ModuleJar.write(modules.resolve("runner.jar"), "workbook.runner", runner, RunnerModules::runner);
        for (var name : LIBRARIES) {
            copy(WorkerClassPath.place(name), modules);
        }
        for (var jar : new LinkedHashSet<>(WorkerClassPath.ofChapters())) {
            if (!jar.equals(WorkerClassPath.place(Todo.class.getName()))) {
                copy(jar, classes);
            }
        }
        touch(modules);
        touch(classes);
    }

    private static void kit(ModuleAttributeBuilder module) {
        KIT.forEach(name -> module.exports(PackageDesc.of(name), 0));
    }

    private static void testkit(ModuleAttributeBuilder module) {
        requires(module, "workbook.kit", "org.junit.jupiter.api", "org.junit.jupiter.params",
                "org.junit.platform.launcher", "org.assertj.core", "java.management");
        module.exports(PackageDesc.of("workbook.testkit"), 0);
        module.provides(ClassDesc.of(Extension.class.getName()), ClassDesc.of(WorkbookExtension.class.getName()));
    }

    private static void runner(ModuleAttributeBuilder module) {
        requires(module, "workbook.kit", "workbook.testkit", "org.junit.jupiter.api", "org.junit.platform.launcher",
                "org.junit.platform.engine", "org.junit.jupiter.engine", "org.opentest4j", "java.management");
        module.uses(ClassDesc.of(TestEngine.class.getName()));
        // The worker warms up with tests of its own.
        module.opens(PackageDesc.of(Worker.class.getPackageName()), 0, ModuleDesc.of("org.junit.platform.commons"));
    }

    private static void requires(ModuleAttributeBuilder module, String... names) {
        for (var name : names) {
            module.requires(ModuleDesc.of(name), 0, null);
        }
    }

    private static void copy(Path jar, Path folder) throws IOException {
        Files.copy(jar, folder.resolve(jar.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
    }

    /// A cache of classes belongs to jars of one time.
    private static void touch(Path folder) throws IOException {
        for (var jar : jars(folder)) {
            Files.setLastModifiedTime(jar, TIME);
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /// What a [Cell] has to show of them.
    public Map<Path, String> shown() {
        return Map.of(modules, MODULES, classes, CLASSES);
    }

    /// The jars that an answer, or its tests, are compiled against, as this machine has them.
    public List<Path> classPath() throws IOException {
        var all = new ArrayList<>(jars(modules));
        all.addAll(jars(classes));
        return all;
    }

    /// All of them, as a sandbox has them.
    public String insideClassPath() throws IOException {
        var all = new ArrayList<String>();
        jars(modules).forEach(jar -> all.add(MODULES + "/" + jar.getFileName()));
        jars(classes).forEach(jar -> all.add(CLASSES + "/" + jar.getFileName()));
        return String.join(File.pathSeparator, all);
    }

    /// `java`'s options, up to the main class; an answer that starts a JVM itself finds all jars in its class path.
    public List<String> options() throws IOException {
        return List.of("-Dworkbook.worker.preload=true", "-p", MODULES, "--add-modules",
                "ALL-MODULE-PATH," + String.join(",", RuntimeImage.MODULES),
                "-cp",
                insideClassPath(),
                "--enable-native-access=workbook.kit", "--illegal-native-access=deny", "-m",
                "workbook.runner/" + RunnerMain.class.getName());
    }
}
