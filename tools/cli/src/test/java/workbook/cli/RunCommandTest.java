package workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    private static final String SOURCES = "chapters/01-talking/src/main/java/workbook/talk/";

    @TempDir
    Path root;
    private Fixture workbook;

    @BeforeEach
    void a_workbook_with_a_program() throws IOException {
        workbook = new Fixture(root);
        stub("SayHello", "throw workbook.kit.Todo.todo(\"say it\")");
        workbook.run("list"); // which keeps the stubs
        workbook.write(SOURCES + "Broken.java", "no Java at all\n");
        program("""
                io.out().println(SayHello.word() + " " + String.join("|", arguments));
                        io.out().println(workbook.kit.Carried.inThisRun().line("say-hello", "say-bye"));
                        return 42;
                """);
    }

    @Test
    void runs_on_the_learners_code_and_passes_words_and_exit_code() throws Exception {
        stub("SayHello", "return \"mine\"");
        try (var run = run("run", "talking", "--port", "1", "--help", "two words", "@file")) {
            assertThat(run.output()).isEqualTo("""
                    mine --port|1|--help|two words|@file
                    carried by say-hello, say-bye: yours, not solved yet""");
            assertThat(run.exitCode()).isEqualTo(42);
        }
    }

    @Test
    void runs_on_the_workbooks_code_wherever_that_is_asked_for() throws Exception {
        try (var before = run("run", "--solution", "01-talking", "x");
                var behind = run("run", "talking", "x", "--solution")) {
            var expected = "good word x\ncarried by say-hello, say-bye: the workbook's";
            assertThat(before.output()).isEqualTo(expected);
            assertThat(behind.output()).isEqualTo(expected);
        }
    }

    @Test
    void says_whose_stub_it_has_come_to() throws Exception {
        try (var run = run("run", "talking")) {
            assertThat(run.output()).isEqualTo("The program came to the stub of say-hello, which is still to be written"
                    + " (say it): ./workbook task say-hello shows the exercise; ./workbook run talking --solution … runs"
                    + " the workbook's answers.");
            assertThat(run.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void finds_the_stub_behind_another_exception_and_on_another_thread() throws Exception {
        program("""
                if (arguments[0].equals("thread")) {
                            Thread.ofPlatform().start(SayHello::word).join();
                            return 0;
                        }
                        try {
                            SayHello.word();
                        } catch (Error e) {
                            throw new IllegalStateException(e);
                        }
                        return 0;
                """);
        try (var behind = run("run", "talking", "exception"); var thread = run("run", "talking", "thread")) {
            assertThat(behind.output()).contains("the stub of say-hello").doesNotContain("\tat ");
            assertThat(thread.output()).contains("the stub of say-hello").doesNotContain("\tat ");
            assertThat(thread.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void shows_an_exception_without_what_lies_below_the_program() throws Exception {
        stub("SayHello", "throw new IllegalStateException(\"no word\")");
        try (var run = run("run", "talking")) {
            assertThat(run.output()).isEqualTo("""
                    The program ended with an exception that it does not catch.
                    java.lang.IllegalStateException: no word
                    \tat workbook.talk.SayHello.word(SayHello.java:5)
                    \tat workbook.talk.Main.run(Main.java:8)""");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void names_the_line_that_does_not_compile() throws IOException {
        stub("SayHello", "return 7");
        assertThat(workbook.run("run", "talking")).isEqualTo(1);
        assertThat(workbook.err()).hasLineCount(1)
                .startsWith(SOURCES + "SayHello.java:5: does not compile, incompatible types")
                .contains("./workbook reset say-hello");
    }

    @Test
    void says_that_a_stub_is_gone() throws IOException {
        workbook.run("list");
        Files.delete(workbook.stubFile("SayHello"));
        assertThat(workbook.run("run", "talking")).isEqualTo(3);
        assertThat(workbook.err()).hasLineCount(1).contains("./workbook reset say-hello");
    }

    @Test
    void says_what_there_is_to_run() throws IOException {
        assertThat(workbook.run("run")).isEqualTo(2);
        assertThat(workbook.err()).isEqualTo("Which chapter's program? There is: ./workbook run talking.\n");
        assertThat(workbook.run("run", "taking")).isEqualTo(2);
        assertThat(workbook.err()).isEqualTo("There is no chapter 'taking'; did you mean talking?\n");
        Files.delete(root.resolve(SOURCES + "Main.java"));
        assertThat(workbook.run("run", "talking")).isEqualTo(2);
        assertThat(workbook.err()).hasLineCount(1).startsWith("The chapter talking has no program to run");
        assertThat(workbook.run("run")).isEqualTo(2);
        assertThat(workbook.err()).contains("No chapter has one yet");
    }

    @Test
    void says_that_a_copy_has_no_solutions() throws IOException {
        Files.move(root.resolve("solutions"), root.resolve("elsewhere"));
        assertThat(workbook.run("run", "talking", "--solution")).isEqualTo(3);
        assertThat(workbook.err()).hasLineCount(1).contains("no solutions for talking", "leave out --solution");
    }

    @Test
    void joins_the_chapters_that_the_header_uses() throws Exception {
        workbook.write("chapters/02-second/README.adoc",
                "= Second\n:topic: second\n:package: workbook.second\n:uses: talking\n");
        workbook.write("chapters/02-second/src/main/java/workbook/second/Main.java", """
                package workbook.second;

                class Main {
                    static int run(workbook.kit.Terminal io, String... arguments) {
                        return workbook.talk.Main.run(io, "for the second");
                    }
                }
                """);
        workbook.write("solutions/02-second/src/main/java/keep.txt", "");
        stub("SayHello", "return \"mine\"");
        try (var run = run("run", "second"); var solution = run("run", "second", "--solution")) {
            assertThat(run.output()).startsWith("mine for the second\n");
            assertThat(solution.output()).startsWith("good word for the second\n");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void gives_the_program_the_network_that_the_header_names() throws Exception {
        var tools = Path.of(System.getProperty("workbook.root"), "tools");
        for (var name : new String[]{"find-jdk.sh", "net/bin/java"}) {
            var copy = workbook.write("tools/" + name, Files.readString(tools.resolve(name)));
            assertThat(copy.toFile().setExecutable(true)).isTrue();
        }
        program("""
                io.out().println(System.getenv("WORKBOOK_NETWORK") + " " + System.getenv("WORKBOOK_NETWORK_REASON"));
                        return 0;
                """);
        try (var run = run("run", "talking")) {
            assertThat(run.output()).isEqualTo("host null");
        }
        workbook.write("chapters/01-talking/README.adoc",
                Fixture.README.replace(":topic:", ":network: private\n:topic:"));
        try (var run = run("run", "talking")) {
            assertThat(run.output())
                    .matches("private null|(?s)This program runs in the network of the machine.*host .+");
        }
    }

    @Test
    void compiles_what_has_changed_and_only_then() throws Exception {
        stub("SayHello", "return \"one\"");
        var one = Fixture.programClasses(root, "talking", false);
        var made = Files.getLastModifiedTime(one.resolve("workbook/talk/Main.class"));
        assertThat(Fixture.programClasses(root, "talking", false)).isEqualTo(one);
        assertThat(Files.getLastModifiedTime(one.resolve("workbook/talk/Main.class"))).isEqualTo(made);
        assertThat(root.resolve(".workbook/run/talking").toFile().list()).hasSize(1);
        stub("SayHello", "return \"two\"");
        try (var run = command("run", "talking")) {
            assertThat(run.output()).startsWith("two ");
        }
        assertThat(root.resolve(".workbook/run/talking").toFile().list()).hasSize(2);
    }

    @Test
    void ends_the_program_when_it_is_ended() throws Exception {
        program("""
                io.out().println("ready");
                        Thread.sleep(60_000);
                        return 0;
                """);
        try (var gently = run("run", "talking"); var forcibly = run("run", "talking")) {
            gently.awaits("ready");
            forcibly.awaits("ready");
            var programs = List.of(gently.program(), forcibly.program());
            gently.process().destroy();
            forcibly.process().destroyForcibly();
            for (var program : programs) {
                assertThat(program.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
            }
        }
    }

    /// Compiled in this process, whose compiler is warm.
    private RealCommand run(String... arguments) throws IOException {
        var words = new ArrayList<>(List.of(arguments));
        var withSolution = words.remove("--solution");
        Fixture.programClasses(root, words.get(1).replaceFirst("^\\d+-", ""), withSolution);
        return command(arguments);
    }

    private RealCommand command(String... arguments) throws IOException {
        return RealCommand.start(root, root, arguments);
    }

    private void stub(String name, String statement) throws IOException {
        workbook.write(SOURCES + name + ".java", """
                package workbook.talk;

                class %s {
                    static String word() {
                        %s;
                    }
                }
                """.formatted(name, statement));
    }

    private void program(String body) throws IOException {
        workbook.write(SOURCES + "Main.java", """
                package workbook.talk;

                import workbook.kit.Terminal;

                public class Main {
                    // The program.
                    public static int run(Terminal io, String... arguments) throws InterruptedException {
                        %s
                    }
                }
                """.formatted(body.strip())
                .replace(" throws InterruptedException",
                        body.contains("join()") || body.contains("sleep") ? " throws InterruptedException" : ""));
    }
}
