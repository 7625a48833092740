package workbook.kit.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// One run of a shell script: what it is started with, and what came of it.
record Script(List<String> command, Path folder, Map<String, String> environment) {
    /// The checkout that is being built.
    static final Path WORKBOOK = Path.of(System.getProperty("workbook.root", "../..")).toAbsolutePath().normalize();

    record Result(int exit, String out, String err) {}

    static Script of(Path script, String... arguments) {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        return new Script(command, script.getParent(), Map.of());
    }

    Script in(Path otherFolder) {
        return new Script(command, otherFolder, environment);
    }

    /// An empty value takes the variable away.
    Script with(String variable, Object value) {
        var more = new HashMap<>(environment);
        more.put(variable, value.toString());
        return new Script(command, folder, more);
    }

    Result run() throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        for (var variable : List.of("JAVA_HOME", "WORKBOOK_JAVA_HOME", "WORKBOOK_MAVEN_OPTIONS")) {
            builder.environment().remove(variable);
        }
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        var process = builder.start();
        process.getOutputStream().close();
        // Both at once: a process whose one stream is full waits, and so would the reader of the other.
        var err = CompletableFuture.supplyAsync(() -> text(process.errorReader(UTF_8)));
        var out = text(process.inputReader(UTF_8));
        return new Result(process.waitFor(), out, err.join());
    }

    static Path write(Path script, String text) throws IOException {
        Files.createDirectories(script.getParent());
        Files.writeString(script, text, UTF_8);
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// What `tools/find-jdk.sh` takes for a JDK; its java says what it was started with.
    static Path fakeJdk(Path folder, String version) throws IOException {
        write(folder.resolve("bin/javac"), "");
        write(folder.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n",
                UTF_8);
        return folder;
    }

    private static String text(Reader reader) {
        try {
            return reader.readAllAsString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
