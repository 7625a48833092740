package workbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import workbook.testkit.Report;

/// Compares reports with the texts in `src/test/resources/workbook/engine/reports`; `-Dworkbook.golden=write` writes them
/// anew, to be read before they are committed.
class FailureReportTest {
    private static final Path ROOT = Path.of("/workbook");
    private static final Path FILE = ROOT
            .resolve("chapters/01-socket-basics/src/main/java/workbook/sockets/RecvExactly.java");
    private static final Path GOLDEN = Path.of("src/test/resources/workbook/engine/reports");
    private static final Exercise EXERCISE = new Exercise("recv-exactly", "Receive exactly n bytes", "01-socket-basics",
            "short-reads", "Short reads", 2, 10, Exercise.Level.CORE, 20, "read a message whole", List.of(),
            Exercise.Judge.INSIDE, Exercise.Needs.LOOPBACK, List.of(FILE), FILE, List.of(), "Finish it.", List.of(),
            ROOT.resolve("chapters/01-socket-basics/README.adoc"), 30);
    private static final Report SHORT_READ = Report.empty()
            .with(Report.THE_TEST, "connected, sent \"\\0\\0\\0\\2h\", paused 50 ms, sent \"i\", closed")
            .with(Report.YOU, "read 5 bytes, returned")
            .with(Report.EXPECTED, "\"hi\"")
            .with(Report.BUT_WAS, "\"h\"\n  ^ stopped at the pause")
            .with(Report.LIKELY,
                    "one read() was taken for the whole message: it returns what is there, not what you asked for")
            .with(Report.BY_HAND, "printf 'hi' | nc -l 5000");

    @TestFactory
    Stream<DynamicTest> looks_as_it_should() {
        var wide = new Style(false, true, 120);
        var narrow = new Style(false, true, 50);
        var longBytes = Report.empty()
                .with(Report.EXPECTED, "\"" + "0123456789".repeat(12) + "\"")
                .with(Report.BUT_WAS, "\"" + "0123456789".repeat(9) + "x123456789\"\n" + " ".repeat(91)
                        + "^ differs from here on");
        return Stream.of(
                golden("wrong", Style.plain(), wrong(SHORT_READ)),
                golden("wrong-wide", wide, wrong(SHORT_READ)),
                golden("wrong-narrow", narrow, wrong(SHORT_READ)),
                golden("wrong-ascii", new Style(false, false, 80), wrong(SHORT_READ)),
                golden("wrong-coloured", new Style(true, true, 80), wrong(SHORT_READ)),
                golden("wrong-long-bytes", Style.plain(), wrong(longBytes)),
                golden("wrong-long-bytes-narrow", narrow, wrong(longBytes)),
                golden("not-written", Style.plain(), wrong(Report.empty()
                        .with(Report.YOU, Report.notWritten("return the next count bytes"))
                        .with("wire", "3 packets"))),
                golden("hung", Style.plain(), failed(State.HUNG, TestOutcome.State.HUNG, Report.empty()
                        .with(Report.THE_TEST, "connected, closed")
                        .with(Report.YOU, "had not returned after 4.5 s")
                        .with("limit", "5 s for this test")
                        .with("stood", "your code: in InputStream.read, called at RecvExactly.java:23")
                        .with("wire", "9 packets"))),
                golden("crashed", Style.plain(), failed(State.CRASHED, TestOutcome.State.FAILED, Report.empty()
                        .with(Report.YOU, "called System.exit(3) at RecvExactly.java:23")
                        .with(Report.LIKELY,
                                "System.exit ends everything, the caller too; return, or throw an exception, instead"))),
                golden("does-not-compile", Style.plain(), outcome(State.DOES_NOT_COMPILE, List.of(), Report.empty()
                        .with("compiler",
                                "cannot find symbol\n  symbol:   variable cuont\n  location: class RecvExactly")
                        .with("line 23", "return in.readNBytes(cuont);\n                     ^")
                        .with("also", "2 more errors, which may be gone when this one is"), Optional.of(FILE), 23)),
                golden("not-run", Style.plain(), outcome(State.NOT_RUN,
                        List.of(test("reads from a raw socket", TestOutcome.Kind.CORE, TestOutcome.State.NOT_RUN,
                                Report.empty())),
                        Report.empty()
                                .with("reason", "this system refuses namespaces")
                                .with("remedy", "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),
                        Optional.empty(), 0)),
                golden("checker-broke", Style.plain(), outcome(State.CHECKER_BROKE, List.of(), Report.empty()
                        .with("reason",
                                "the workbook failed, not your code: it ended with status 3 before its first test")
                        .with("log", "/workbook/.workbook/log/20260101-120000-000-recv-exactly.log"),
                        Optional.empty(), 0)),
                golden("solved", Style.plain(), outcome(State.SOLVED, List.of(
                        test("reads bytes that arrive at once", TestOutcome.Kind.CORE, TestOutcome.State.PASSED,
                                Report.empty()),
                        test("reads from python", TestOutcome.Kind.WITNESS, TestOutcome.State.PASSED, Report.empty()),
                        test("reads from nc", TestOutcome.Kind.WITNESS, TestOutcome.State.NOT_RUN, Report.empty()
                                .with("reason", "nc is not installed")
                                .with("remedy", "sudo apt-get install netcat-openbsd"))),
                        Report.empty(), Optional.empty(), 0)));
    }

    private static Outcome wrong(Report report) {
        return failed(State.WRONG, TestOutcome.State.FAILED, report);
    }

    private static Outcome failed(State state, TestOutcome.State test, Report report) {
        return outcome(state, List.of(test("stops at the pause", TestOutcome.Kind.CORE, test, report)), report,
                Optional.of(FILE), 23);
    }

    private static Outcome outcome(State state, List<TestOutcome> tests, Report report, Optional<Path> file, int line) {
        return new Outcome(EXERCISE, state, "private", Duration.ofMillis(412), 4711, tests, report, file, line, "",
                List.of());
    }

    private static TestOutcome test(String name, TestOutcome.Kind kind, TestOutcome.State state, Report report) {
        return new TestOutcome(name, name.replace(' ', '_'), kind, state, Duration.ofMillis(3), report, "", 0);
    }

    private static DynamicTest golden(String name, Style style, Outcome outcome) {
        return DynamicTest.dynamicTest(name, () -> {
            var shown = new FailureReport(ROOT, style).render(outcome).replace('\u001b', '␛');
            var file = GOLDEN.resolve(name + ".txt");
            if (System.getProperty("workbook.golden", "").equals("write")) {
                write(file, shown);
            }
            assertThat(shown).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
            if (!style.hasColours()) {
                assertThat(shown.lines().filter(line -> !line.contains("/")))
                        .allMatch(line -> line.length() <= Math.min(120, style.width()));
            }
        });
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
