package workbook.engine;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import workbook.engine.worker.Worker;
import workbook.testkit.Report;

/// The jars that a chapter or its tests need, found by a class in each: the engine's own class path holds much more.
public final class WorkerClassPath {
    private static final List<String> CHAPTERS = List.of("workbook.kit.Todo", "org.pcap4j.core.Pcaps",
            "org.pcap4j.packet.factory.statik.services.StaticPacketFactoryBinder", "com.sun.jna.Native",
            "org.slf4j.Logger", "org.slf4j.nop.NOPServiceProvider");
    private static final List<String> TESTS = List.of("org.junit.jupiter.api.Test",
            "org.junit.jupiter.params.ParameterizedTest", "org.junit.jupiter.engine.JupiterTestEngine",
            "org.junit.platform.launcher.Launcher", "org.junit.platform.engine.TestEngine",
            "org.junit.platform.commons.JUnitException", "org.opentest4j.AssertionFailedError",
            "org.assertj.core.api.Assertions", "org.apiguardian.api.API",
            "org.jspecify.annotations.NullMarked");

    private WorkerClassPath() {}

    /// What a chapter may use besides the JDK: the kit first.
    public static List<Path> ofChapters() {
        return places(CHAPTERS);
    }

    static List<Path> find() {
        var names = new ArrayList<>(List.of(Report.class.getName(), Worker.class.getName()));
        names.addAll(CHAPTERS);
        names.addAll(TESTS);
        return places(names);
    }

    private static List<Path> places(List<String> names) {
        var found = new LinkedHashSet<Path>();
        for (var name : names) {
            find(name).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    /// Where a class of these jars comes from.
    ///
    /// @param name its full name
    public static Path place(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException(name + " is not on the class path"));
    }

    /// Empty where there is no such class: a tool of ours that compiles nothing does not carry all of them.
    private static Optional<Path> find(String name) {
        try {
            var type = Class.forName(name, false, WorkerClassPath.class.getClassLoader());
            return Optional.of(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
