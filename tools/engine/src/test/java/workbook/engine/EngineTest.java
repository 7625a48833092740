package workbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

// These tests mostly wait, for a JVM to start or for a limit.
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = Resources.SYSTEM_PROPERTIES, mode = ResourceAccessMode.READ)
class EngineTest {
    private static final String TESTS = """
            @Test
            void z_gives_one_more_than_41() {
                assertThat(First.answer()).isEqualTo(42);
            }

            @Test
            void a_is_even() {
                assertThat(First.answer() % 2).isZero();
            }
            """;

    @TempDir
    private Path folder;
    private WrittenWorkbook workbook;
    private Engine engine;

    @BeforeEach
    void open() throws IOException {
        // What is proved here does not depend on how this build was started.
        System.setProperty("workbook.strict", "false");
        workbook = new WrittenWorkbook(folder).tools();
        engine = Engine.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
    }

    @Test
    void solves_a_right_answer_in_a_network_of_its_own() throws IOException {
        var outcome = answer("System.out.println(\"hi\"); return 42;");
        assertThat(outcome).returns(State.SOLVED, Outcome::state)
                .returns("private", Outcome::network)
                .returns("hi\nhi\n", Outcome::output);
        assertThat(outcome.tests()).extracting(TestOutcome::name)
                .containsExactly("z gives one more than 41",
                        "a is even");
    }

    @Test
    void shows_what_the_answer_printed_in_the_test_that_failed() throws IOException {
        var outcome = answer("System.out.println(\"here\"); System.err.println(\"and \\033[2J there\"); return 41;");
        assertThat(outcome.report().text("printed")).hasValue("here\nand \uFFFD[2J there");
    }

    @Test
    void names_the_method_that_a_test_judges_and_no_line_where_it_judges_several() throws IOException {
        var tests = """
                @Test
                void judges_one() {
                    var first = First.start();
                    judged(first);
                }

                @Test
                void judges_both() {
                    First.start();
                    assertThat(First.other()).isEqualTo(1);
                    assertThat(First.third()).isEqualTo(1);
                }

                private static void judged(int first) {
                    workbook.testkit.Call.of(() -> First.other()).returns(first);
                }
                """;
        workbook.exercise("first", "return 0;", tests);
        workbook.file(WrittenWorkbook.SOURCES + "First.java", """
                package tiny;

                class First {
                    static int start() {
                        return 0;
                    }

                    static int other() {
                        return 1;
                    }

                    static int third() {
                        return 2;
                    }
                }
                """);
        assertThat(engine.runOnly(limited("first"), "judges_one")).returns(8, Outcome::line);
        assertThat(engine.runOnly(limited("first"), "judges_both")).returns(0, Outcome::line);
    }

    @Test
    void names_no_file_where_any_of_several_may_be_meant() throws IOException {
        workbook.exercise("first", "return 0;", """
                @Test
                void judges_both() {
                    assertThat(First.answer() + Second.other()).isEqualTo(1);
                }

                @Test
                void judges_one() {
                    assertThat(Second.other()).isEqualTo(1);
                }
                """);
        var readme = folder.resolve(WrittenWorkbook.README);
        Files.writeString(readme, Files.readString(readme).replace("minutes=5,", "minutes=5,stub=\"First,Second\","));
        workbook.file(WrittenWorkbook.SOURCES + "Second.java",
                "package tiny;\n\nfinal class Second {\n    static int other() {\n        return 0;\n    }\n}\n");
        assertThat(engine.runOnly(limited("first"), "judges_both").file()).isEmpty();
        assertThat(engine.runOnly(limited("first"), "judges_one").file()).hasValueSatisfying(
                file -> assertThat(file).endsWith(Path.of("Second.java")));
    }

    @Test
    void runs_one_test_that_is_given_something() throws IOException {
        workbook.exercise("first", "return 0;", """
                    @Test
                    void takes_a_folder(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) {
                        assertThat(First.answer()).isZero();
                    }

                    @Test
                    void takes_nothing() {
                        takes_nothing("a helper of the same name");
                    }

                    private void takes_nothing(String words) {
                        assertThat(First.answer()).as(words).isZero();
                    }
                """);
        for (var method : List.of("takes_a_folder", "takes_nothing")) {
            assertThat(engine.runOnly(limited("first"), method).tests()).extracting(TestOutcome::method)
                    .containsExactly(method);
        }
    }

    @Test
    void judges_by_the_first_test_that_fails_and_names_the_method_it_calls() throws IOException {
        var outcome = answer("return 41;");
        assertThat(outcome.state()).isEqualTo(State.WRONG);
        assertThat(outcome.deciding()).get().returns("z_gives_one_more_than_41", TestOutcome::method);
        assertThat(outcome.report().text("expected")).contains("42");
        assertThat(outcome.report().text("but was")).contains("41");
        assertThat(outcome.file()).contains(stub());
        assertThat(outcome.line()).isEqualTo(4);
    }

    @Test
    void names_the_line_that_threw() throws IOException {
        var outcome = answer("int x = 0;\nreturn 1 / x;");
        assertThat(outcome).returns(State.WRONG, Outcome::state).returns(6, Outcome::line);
        assertThat(outcome.report().text("you"))
                .contains("threw java.lang.ArithmeticException: / by zero at First.java:6");
    }

    @Test
    void says_of_a_stub_what_is_missing() throws IOException {
        var outcome = answer("throw workbook.kit.Todo.todo(\"return 42\");");
        assertThat(outcome).returns(State.WRONG, Outcome::state).returns(5, Outcome::line);
        assertThat(outcome.report().text("you")).contains("not written yet: return 42");
    }

    @Test
    void names_the_stub_of_another_exercise_that_is_missing() throws IOException {
        workbook.file(WrittenWorkbook.SOURCES + "Second.java", """
                package tiny;

                class Second {
                    static int two() {
                        throw workbook.kit.Todo.todo("return 2");
                    }
                }
                """);
        var outcome = answer("return 40 + Second.two();");
        assertThat(outcome.report().text("you")).contains("not written yet: return 2");
        assertThat(outcome.report().text("stub"))
                .hasValue(
                        "Second.java, of another exercise: that one is to be solved first, or it is not to be used here");
        assertThat(answer("throw workbook.kit.Todo.todo(\"return 42\");").report().text("stub")).isEmpty();
    }

    @Test
    void shows_the_line_that_does_not_compile() throws IOException {
        var outcome = answer("return 4x;");
        assertThat(outcome).returns(State.DOES_NOT_COMPILE, Outcome::state).returns(5, Outcome::line);
        assertThat(outcome.report().text("compiler")).contains("';' expected");
        assertThat(outcome.report().text("line 5")).contains("return 4x;\n        ^");
    }

    @Test
    void checks_beside_a_broken_neighbour() throws IOException {
        workbook.exercise("second", "return (;", "");
        assertThat(answer("return 42;").state()).isEqualTo(State.SOLVED);
    }

    @Test
    void explains_a_stub_that_is_gone_and_one_that_is_no_text() throws IOException {
        answer("return 42;");
        Files.write(stub(), "class First { // \u00fc\n}".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(check("first").report().text("compiler")).contains("First.java is not UTF-8 in line 1");
        Files.writeString(stub(), "\uFEFFpackage tiny; class First { static int answer() { return 42; } }");
        assertThat(check("first").report().text("compiler")).contains("First.java begins with a byte order mark");
        Files.delete(stub());
        var outcome = check("first");
        assertThat(outcome.state()).isEqualTo(State.DOES_NOT_COMPILE);
        assertThat(outcome.report().text("compiler"))
                .contains("First.java is not there; ./workbook reset first puts it back");
    }

    @Test
    void explains_a_changed_package_class_or_signature() throws IOException {
        answer("return 42;");
        Files.writeString(stub(), "package other; class First { static int answer() { return 42; } }");
        assertThat(check("first").report().text("likely")).contains("First.java must begin with: package tiny;");
        Files.writeString(stub(), "package tiny; class Fist { static int answer() { return 42; } }");
        assertThat(check("first").report().text("likely")).get().asString().startsWith("First.java must declare First");
        Files.writeString(stub(), "package tiny; class First { static int reply() { return 42; } }");
        var outcome = check("first");
        assertThat(outcome.report().text("likely")).get().asString().contains("put name, parameters");
        assertThat(outcome.file()).contains(stub());
    }

    @Test
    void names_an_endless_loop_as_hung_and_runs_the_next_test() throws IOException {
        workbook.exercise("first", "if (calls++ == 0) { while (true) { Thread.onSpinWait(); } }\nreturn 42;", TESTS);
        Files.writeString(stub(),
                Files.readString(stub()).replace("static int answer", "static int calls;\nstatic int answer"));
        var outcome = check("first");
        assertThat(outcome.state()).isEqualTo(State.HUNG);
        assertThat(outcome.file()).contains(stub());
        assertThat(outcome.line()).isEqualTo(6);
        assertThat(outcome.tests()).extracting(TestOutcome::state)
                .containsExactly(TestOutcome.State.HUNG,
                        TestOutcome.State.HUNG);
    }

    @Test
    void leaves_the_rest_out_after_a_loss_if_asked_to() throws IOException {
        for (var loss : List.of("System.exit(0);", "while (calls >= 0) { Thread.onSpinWait(); }",
                "java.util.concurrent.locks.LockSupport.parkNanos(100_000_000_000L);")) {
            workbook.exercise("first", loss + "\nreturn 42;", TESTS);
            Files.writeString(stub(),
                    Files.readString(stub())
                            .replace("static int answer", "static volatile int calls;\nstatic int answer"));
            assertThat(engine.runToFirstLoss(limited("first")).tests()).as(loss)
                    .extracting(TestOutcome::state)
                    .last()
                    .isEqualTo(TestOutcome.State.NOT_RUN);
        }
    }

    @Test
    void names_the_line_that_calls_exit() throws IOException {
        var outcome = answer("System.exit(3);\nreturn 42;");
        assertThat(outcome).returns(State.CRASHED, Outcome::state).returns(5, Outcome::line);
        assertThat(outcome.report().text("you")).contains("called System.exit(3) at First.java:5");
        assertThat(outcome.tests()).hasSize(2);
    }

    @Test
    void tells_a_halt_and_a_signal_from_an_exit() throws IOException {
        assertThat(answer("Runtime.getRuntime().halt(7);\nreturn 42;").report().text("you"))
                .contains("ended the JVM without a word, exit status 7");
        assertThat(answer("""
                try {
                    new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start().waitFor();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return 42;""").report().text("you")).contains("died of SIGKILL");
    }

    @Test
    void names_an_overflown_stack() throws IOException {
        var outcome = answer("return answer() + 1;");
        assertThat(outcome).returns(State.CRASHED, Outcome::state).returns(5, Outcome::line);
        assertThat(outcome.report().text("you")).get().asString().contains("overflowed its stack");
    }

    @Test
    void names_an_exhausted_memory() throws IOException {
        workbook.exercise("first", """
                var all = new java.util.ArrayList<byte[]>();
                while (true) {
                    all.add(new byte[32 << 20]);
                }""", TESTS);
        // To fill the memory takes a busy machine a while.
        var outcome = engine.run(limited("first", Duration.ofSeconds(20)));
        assertThat(outcome.state()).isEqualTo(State.CRASHED);
        assertThat(outcome.report().text("you")).get().asString().contains("ran out of memory");
        assertThat(outcome.line()).isEqualTo(7);
    }

    @Test
    void names_a_thread_left_behind_and_leaves_no_process() throws IOException {
        var outcome = answer("""
                Thread.ofPlatform().name("forgotten").start(() -> {
                    while (true) {
                        java.util.concurrent.locks.LockSupport.park();
                    }
                });
                return 42;""");
        assertThat(outcome.state()).isEqualTo(State.WRONG);
        assertThat(outcome.report().text("but was")).get().asString().contains("forgotten");
        engine.close();
        assertThat(ProcessHandle.current().descendants().map(ProcessHandle::onExit))
                .allSatisfy(end -> assertThat(end).succeedsWithin(Duration.ofSeconds(10)));
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void counts_a_witness_that_is_missing_and_heeds_one_that_disagrees() throws IOException {
        var tests = TESTS.replace("%", "%%") + """
                @Test
                @Tag("witness")
                void somebody_else_agrees() {
                    %s
                }
                """;
        workbook.exercise("first", "return 42;",
                tests.formatted("throw new workbook.testkit.NotRun(\"no nc\", \"apt install nc\");"));
        var missing = check("first");
        assertThat(missing).returns(State.SOLVED, Outcome::state).returns(1L, Outcome::witnessesNotRun);
        System.setProperty("workbook.strict", "true");
        assertThat(check("first")).returns(State.NOT_RUN, Outcome::state);
        workbook.exercise("first", "return 42;", tests.formatted("throw new AssertionError(\"no\");"));
        assertThat(check("first")).returns(State.WRONG, Outcome::state)
                .extracting(Outcome::deciding)
                .asInstanceOf(
                        InstanceOfAssertFactories.optional(TestOutcome.class))
                .get()
                .returns("somebody_else_agrees", TestOutcome::method);
    }

    @Test
    void says_why_a_core_test_could_not_run() throws IOException {
        workbook.exercise("first", "return 42;", """
                @Test
                void needs_more() {
                    throw new workbook.testkit.NotRun("no nc", "apt install nc");
                }
                """);
        var outcome = check("first");
        assertThat(outcome.state()).isEqualTo(State.NOT_RUN);
        assertThat(outcome.report().text("reason")).contains("no nc");
        assertThat(outcome.report().text("remedy")).contains("apt install nc");
    }

    @Test
    void calls_its_own_failure_its_own_and_writes_a_log() throws IOException {
        workbook.file("tools/net/bin/java", "#!/bin/sh\necho 'no Java anywhere' >&2\nexit 3\n");
        assertThat(folder.resolve("tools/net/bin/java").toFile().setExecutable(true)).isTrue();
        var outcome = answer("return 42;");
        assertThat(outcome.state()).isEqualTo(State.CHECKER_BROKE);
        var log = Path.of(outcome.report().text("log").orElseThrow());
        assertThat(log).startsWith(folder.resolve(".workbook/log")).content().contains("no Java anywhere");
    }

    @Test
    void gives_the_same_input_for_the_same_seed() throws IOException {
        answer("return 42;");
        var exercise = Catalogue.read(folder).find("first").orElseThrow();
        var run = Catalogue.read(folder).run(exercise);
        var seeded = new Run(exercise, run.sources(), run.tests(), Optional.of(4711L), Run.LIMIT, false,
                Run.Network.HOST, Optional.empty(), List.of("other"));
        assertThat(engine.run(seeded)).returns(4711L, Outcome::seed)
                .returns("host", Outcome::network)
                .returns(List.of("other"), Outcome::lent);
    }

    @Test
    void lays_an_answer_over_the_chapter() throws IOException {
        answer("return 1;");
        workbook.file("elsewhere/First.java",
                "package tiny; class First { static int answer() { return Other.it(); } }");
        workbook.file("elsewhere/Other.java", "package tiny; class Other { static int it() { return 42; } }");
        var exercise = Catalogue.read(folder).find("first").orElseThrow();
        var run = Catalogue.read(folder).run(exercise);
        var laid = Run.of(exercise, run.sources().withAll(folder.resolve("elsewhere")), run.tests());
        assertThat(engine.run(laid).state()).isEqualTo(State.SOLVED);
        assertThat(engine.run(run).state()).isEqualTo(State.WRONG);
    }

    @Test
    void uses_a_worker_again_that_ended_clean() throws IOException {
        workbook.exercise("first", "System.out.println(ProcessHandle.current().pid()); return 42;", TESTS);
        var run = Catalogue.read(folder).run(Catalogue.read(folder).find("first").orElseThrow());
        try (var reusing = Engine.reusingWorkers(folder)) {
            assertThat(reusing.run(run).output()).isNotBlank().isEqualTo(reusing.run(run).output());
        }
        assertThat(engine.run(run).output()).isNotEqualTo(engine.run(run).output());
    }

    @Test
    void gives_each_run_a_worker_of_its_own_however_many_wait() throws IOException {
        workbook.exercise("first", "System.out.println(ProcessHandle.current().pid()); return 42;", TESTS);
        var workers = new HashSet<String>();
        for (var run = 0; run < 4; run++) {
            engine.prepare(Run.Network.PRIVATE, 2);
            workers.add(check("first").output());
        }
        assertThat(workers).hasSize(4);
    }

    @Test
    void shows_the_answer_a_network_that_nothing_has_passed_through() throws IOException {
        var outcome = answer("""
                try {
                    var counters = java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/net/snmp"));
                    for (var protocol : java.util.List.of("Tcp: ", "Udp: ")) {
                        var lines = counters.stream().filter(line -> line.startsWith(protocol)).toList();
                        var names = lines.get(0).split(" ");
                        var values = lines.get(1).split(" ");
                        for (var i = 1; i < names.length; i++) {
                            if (!names[i].startsWith("Rto") && !names[i].equals("MaxConn") && !values[i].equals("0")) {
                                System.out.println(protocol + names[i] + " " + values[i]);
                            }
                        }
                    }
                    for (var protocol : java.util.List.of("tcp", "tcp6", "udp", "udp6")) {
                        var sockets = java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/net", protocol));
                        sockets.stream().skip(1).forEach(System.out::println);
                    }
                } catch (java.io.IOException e) {
                    System.out.println(e);
                }
                return 42;""");
        assertThat(outcome).returns("private", Outcome::network)
                .returns("", Outcome::output)
                .returns(State.SOLVED, Outcome::state);
    }

    private Outcome answer(String method) throws IOException {
        workbook.exercise("first", method, TESTS);
        return check("first");
    }

    private Outcome check(String id) throws IOException {
        return engine.run(limited(id));
    }

    private Run limited(String id) throws IOException {
        return limited(id, Duration.ofSeconds(2));
    }

    private Run limited(String id, Duration limit) throws IOException {
        var catalogue = Catalogue.read(folder);
        var run = catalogue.run(catalogue.find(id).orElseThrow());
        return new Run(run.exercise(), run.sources(), run.tests(), Optional.empty(), limit, false, run.network(),
                Optional.empty(), run.lent());
    }

    private Path stub() {
        return folder.resolve(WrittenWorkbook.SOURCES + "First.java");
    }
}
