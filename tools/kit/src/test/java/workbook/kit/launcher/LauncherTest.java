package workbook.kit.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The script `workbook` in a checkout of two files, with a Maven and a JDK that only pretend.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final String MAVEN = """
            #!/bin/sh
            if [ "$1" = --version ]; then echo 'Apache Maven 3.9.9'; exit; fi
            echo "$*" >>runs
            mkdir -p tools/cli/target/app
            touch tools/cli/target/app/library.jar tools/cli/target/cli-1.jar
            """;

    private Path folder;
    private Path root;
    private Path jdk;
    private Path source;

    @BeforeEach
    void checkOut(@TempDir Path temporary) throws IOException {
        // A JVM of the C locale cannot name such a folder.
        var canName = Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode("é");
        folder = temporary.toRealPath();
        root = folder.resolve(canName ? "où on étudie" : "where one learns");
        for (var name : List.of("workbook", "tools/find-jdk.sh", "tools/launcher/build.sh",
                "tools/launcher/first-task.awk")) {
            Files.createDirectories(root.resolve(name).getParent());
            Files.copy(Script.WORKBOOK.resolve(name), root.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (var name : List.of("pom.xml", "tools/pom.xml", "tools/cli/pom.xml")) {
            Files.createDirectories(root.resolve(name).getParent());
            Files.writeString(root.resolve(name), "<project/>", UTF_8);
        }
        source = root.resolve("tools/cli/src/main/java/Main.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "class Main {}", UTF_8);
        jdk = Script.fakeJdk(folder.resolve("jdk"), "25.0.3");
        maven(MAVEN);
    }

    @Test
    void starts_the_command_line_with_the_words_as_they_were_given() throws Exception {
        var result = workbook("check", "two words", "*", "").run();

        assertThat(result.exit()).isZero();
        assertThat(result.out().lines()).contains("-Dworkbook.root=" + root)
                .containsSequence("workbook.cli.Main", "check", "two words", "*", "");
        assertThat(result.out().lines().filter(line -> line.contains(".jar"))).singleElement()
                .asString()
                .matches(".*/\\.workbook/app/[0-9a-f]{16}/cli-1\\.jar:.*/library\\.jar");
    }

    @Test
    void starts_through_links_from_any_folder() throws Exception {
        var relative = Files.createSymbolicLink(folder.resolve("relative"),
                folder.relativize(root.resolve("workbook")));
        var twice = Files.createSymbolicLink(folder.resolve("twice"), relative);

        assertThat(environment(Script.of(twice)).in(Path.of("/")).run().out())
                .contains("-Dworkbook.root=" + root + "\n");
    }

    @Test
    void builds_once() throws Exception {
        assertThat(workbook().run().err()).contains("once").contains("Built in");
        assertThat(workbook().run().err()).isEmpty();
        assertThat(runs()).hasSize(1);
    }

    @Test
    void builds_again_when_a_source_says_something_else() throws Exception {
        workbook().run();
        Files.writeString(source, "class Main { int changed; }", UTF_8);
        makeNewer(source);
        assertThat(workbook().run().err()).contains("sources or the JDK changed");
        assertThat(runs()).hasSize(2);
    }

    @Test
    void builds_nothing_of_half_an_update() throws Exception {
        workbook().run();
        Files.writeString(source, "class Main { int half; }", UTF_8);
        makeNewer(source);
        var update = Files.createDirectories(root.resolve(".workbook/update"));
        assertThat(workbook().run().exit()).isZero();
        assertThat(runs()).hasSize(1);
        Files.delete(update);
        workbook().run();
        assertThat(runs()).hasSize(2);
    }

    @Test
    void builds_again_for_another_jdk() throws Exception {
        workbook().run();
        Script.fakeJdk(jdk, "25.0.4");
        workbook().run();
        assertThat(runs()).hasSize(2);
    }

    @Test
    void builds_nothing_for_a_source_that_was_only_touched() throws Exception {
        workbook().run();
        makeNewer(source);
        assertThat(workbook().run().err()).isEmpty();
        assertThat(runs()).hasSize(1);
    }

    @Test
    void notices_a_file_of_an_older_date() throws Exception {
        workbook().run();
        var added = Files.writeString(source.resolveSibling("Added.java"), "class Added {}", UTF_8);
        Files.setLastModifiedTime(added, FileTime.from(Instant.EPOCH));
        Files.setLastModifiedTime(added.getParent(), FileTime.from(Instant.EPOCH));
        workbook().run();
        assertThat(runs()).hasSize(2);
    }

    @Test
    void builds_once_for_two_at_the_same_time() throws Exception {
        // While it builds, the first one's Maven starts a second launcher and waits until that one waits.
        maven(MAVEN.replace("mkdir", """
                ./workbook second >second.out 2>second.err &
                until grep -q 'is building the tools; waiting' second.err; do sleep 0.05; done
                mkdir"""));

        assertThat(workbook("first").run().out()).endsWith("first\n");
        var second = root.resolve("second.out");
        await(() -> Files.readString(second, UTF_8).endsWith("second\n"));
        assertThat(runs()).hasSize(1);
    }

    @Test
    void takes_over_from_one_that_was_killed() throws Exception {
        var lock = Files.createDirectories(root.resolve(".workbook/build.lock"));
        // No system has a process of this number.
        Files.writeString(lock.resolve("pid"), "99999999", UTF_8);
        assertThat(workbook().run().exit()).isZero();
        assertThat(lock).doesNotExist();
    }

    @Test
    void keeps_the_two_that_were_built_last() throws Exception {
        for (var i = 0; i < 4; i++) {
            Files.writeString(source, "class Main { int i = " + i + "; }", UTF_8);
            makeNewer(source);
            workbook().run();
        }
        try (var kept = Files.list(root.resolve(".workbook/app"))) {
            assertThat(kept.filter(Files::isDirectory)).hasSize(2);
        }
    }

    @Test
    void shows_the_first_task_without_its_hints() throws Exception {
        var chapter = root.resolve("chapters/01-first/README.adoc");
        Files.createDirectories(chapter.getParent());
        Files.writeString(chapter, """
                = First

                [#hear]
                [exercise,points=5,level=core]
                .Hear a server
                ====
                Finish `Hear.line`.

                .Hint
                [%collapsible]
                =====
                Not yet.
                =====
                ====

                Later text.
                """, UTF_8);
        assertThat(workbook().run().err()).contains("  Hear a server\n\n  Finish `Hear.line`.\n")
                .doesNotContain("Hint", "Not yet", "====", "Later");
    }

    @Test
    void says_what_is_wrong_with_its_own_sources() throws Exception {
        maven(MAVEN + "echo '[ERROR] Main.java:[1,1] nonsense -> [Help 1]'; exit 1");
        var result = workbook().run();
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("    Main.java:[1,1] nonsense\n", root + "/.workbook/build.log");
    }

    @Test
    void says_that_it_cannot_download() throws Exception {
        maven(MAVEN
                + "echo '[ERROR] Could not transfer artifact a:b from/to central: Unknown host example.org'; exit 1");
        var result = workbook().run();
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("(Unknown host example.org)");
    }

    @Test
    void refuses_an_old_maven() throws Exception {
        maven("#!/bin/sh\necho 'Apache Maven 3.8.6 (something)'");
        var result = workbook().run();
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("Maven 3.8.7 or later", "is 3.8.6");
    }

    private Script workbook(String... arguments) {
        return environment(Script.of(root.resolve("workbook"), arguments));
    }

    private Script environment(Script script) {
        return script.with("WORKBOOK_JAVA_HOME", jdk)
                .with("WORKBOOK_AOT", "no")
                .with("PATH", folder.resolve("programs") + ":" + System.getenv("PATH"));
    }

    private void maven(String script) throws IOException {
        Script.write(folder.resolve("programs/mvn"), script);
    }

    private List<String> runs() throws IOException {
        return Files.readAllLines(root.resolve("runs"), UTF_8);
    }

    private static void await(Callable<Boolean> event) throws Exception {
        var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!event.call()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /// File systems and kernels round; a minute is more than any of them does.
    private static void makeNewer(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));
    }
}
