package workbook.engine;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import workbook.engine.worker.Worker;
import workbook.kit.Todo;
import workbook.testkit.Report;

/// The jars that a test needs, found by a class in each: the engine's own class path holds much more.
final class WorkerClassPath {
    private static final List<String> LIBRARIES = List.of("org.junit.jupiter.api.Test",
            "org.junit.jupiter.params.ParameterizedTest", "org.junit.jupiter.engine.JupiterTestEngine",
            "org.junit.platform.launcher.Launcher", "org.junit.platform.engine.TestEngine",
            "org.junit.platform.commons.JUnitException", "org.opentest4j.AssertionFailedError",
            "org.assertj.core.api.Assertions", "net.bytebuddy.ByteBuddy", "org.apiguardian.api.API",
            "org.jspecify.annotations.NullMarked", "org.pcap4j.core.Pcaps",
            "org.pcap4j.packet.factory.StaticPacketFactories",
            "com.sun.jna.Native");

    private WorkerClassPath() {}

    static List<Path> find() {
        var found = new LinkedHashSet<Path>();
        for (var type : List.of(Todo.class, Report.class, Worker.class)) {
            place(type).ifPresent(found::add);
        }
        for (var name : LIBRARIES) {
            place(name).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    private static Optional<Path> place(String name) {
        try {
            return place(Class.forName(name, false, WorkerClassPath.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> place(Class<?> type) {
        try {
            return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
                    .map(source -> source.getLocation())
                    .isEmpty()
                            ? Optional.empty()
                            : Optional.of(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
