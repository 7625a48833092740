package workbook.grader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import workbook.engine.Catalogue;

/// Hostile answers, one folder each: none passes, none writes or reads anything outside of its sandbox, none leaves a
/// process behind, and the neighbour's answer is judged as if there were none.
///
/// `-Dworkbook.attacks=all` runs all of them; else those that take a moment.
@NeedsSandboxes
class AttacksTest {
    private static final Path ROOT = Path.of(System.getProperty("workbook.root", "../..")).toAbsolutePath().normalize();
    private static final Path ATTACKS = Path.of("src", "test", "resources", "attacks");
    private static final String SECRET = "nobody may read this";
    @TempDir
    private static Path outside;
    private static Path canary;
    private static Workbench workbench;
    private static SandboxedJudge judge;
    private static SandboxedJudge other;

    @BeforeAll
    static void open() throws IOException, InterruptedException, InfrastructureException {
        workbench = Workbench.open(Catalogue.read(ROOT), Path.of("target", "java").toAbsolutePath());
        judge = new SandboxedJudge(workbench);
        other = new SandboxedJudge(workbench);
        canary = Files.writeString(outside.resolve("canary"), SECRET);
        // The compilers start, and the references are heard: what runs from here on is answers.
        assertThat(neighbour(judge).verdict()).isEqualTo(Verdict.PASS);
        assertThat(neighbour(other).verdict()).isEqualTo(Verdict.PASS);
    }

    @AfterAll
    static void close() {
        judge.close();
        other.close();
        workbench.close();
    }

    static Stream<Attack> attacks() throws IOException {
        var wanted = System.getProperty("workbook.attacks", "fast");
        return Attack.all(ATTACKS)
                .stream()
                .filter(Attack::isForTheJudge)
                .filter(attack -> wanted.equals("all") || attack.has(wanted) || attack.name().startsWith(wanted));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void gains_nothing(Attack attack) throws IOException, InfrastructureException {
        var exercise = workbench.catalogue().find(attack.exercise()).orElseThrow();
        var before = processes();
        var besides = attack.has("neighbour")
                ? Optional.of(CompletableFuture.supplyAsync(() -> neighbour(other)))
                : Optional.<CompletableFuture<Judgement>>empty();

        var judgement = judge.judge(new AnswerToJudge(exercise, attack.sources(canary, ROOT)));

        System.out.println(attack + " " + judgement.verdict() + " " + judgement.points() + " " + judgement.millis()
                + " ms");
        assertThat(judgement.verdict()).as(judgement.message()).isIn(attack.verdicts());
        assertThat(judgement.message()).contains(attack.says()).doesNotContain(SECRET);
        assertThat(judgement.message().codePoints().filter(each -> each != '\n' && Character.isISOControl(each)))
                .isEmpty();
        besides.ifPresent(each -> assertThat(each.join().verdict()).as(each.join().message()).isEqualTo(Verdict.PASS));
        assertThat(canary).hasContent(SECRET);
        assertThat(outside.toFile().list()).containsExactly("canary");
        assertThat(processes()).isEqualTo(before);
    }

    static Stream<Attack> atTheDoor() throws IOException {
        return Attack.all(ATTACKS).stream().filter(attack -> !attack.isForTheJudge());
    }

    /// Names, archives and settings: whole submissions, which the command grades as it does any.
    @ParameterizedTest
    @MethodSource("atTheDoor")
    void gains_nothing_at_the_door(Attack attack, @TempDir Path results) throws IOException {
        var submissions = attack.folder().resolve("submissions");
        var said = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();

        var exitCode = Main.run(
                Arguments.of("root=" + ROOT, "submissions=" + submissions, "out=" + results,
                        "only=" + attack.exercise()),
                new OpenJudge(judge), new PrintStream(said, true, UTF_8), new PrintStream(errors, true, UTF_8));

        assertThat(exitCode).as(errors.toString(UTF_8)).isEqualTo(ExitCodes.GRADED);
        var verdicts = new TreeMap<String, Verdict>();
        for (var line : Files.readAllLines(results.resolve(Grading.RESULTS))) {
            var row = JSON.std.mapFrom(line);
            verdicts.put((String) row.get("student"), Verdict.valueOf((String) row.get("verdict")));
        }
        System.out.println(attack + " " + verdicts);
        assertThat(verdicts.values()).as(said.toString(UTF_8)).hasSameSizeAs(submissions.toFile().list());
        assertThat(attack.verdicts()).containsAll(verdicts.values());
        assertThat(outside.toFile().list()).containsExactly("canary");
        assertThat(Path.of("/tmp/slip")).doesNotExist();
    }

    /// A judge that is there already.
    private record OpenJudge(SandboxedJudge judge) implements JudgeFactory {
        @Override
        public void prepare(GraderSetup setup) {
            // It was, for all attacks.
        }

        @Override
        public Judge open(GraderSetup setup) {
            return new Judge() {
                @Override
                public Judgement judge(AnswerToJudge answer) throws InfrastructureException {
                    return judge.judge(answer);
                }

                @Override
                public void close() {
                    // Others need it, too.
                }
            };
        }

        @Override
        public boolean isContained() {
            return true;
        }

        @Override
        public void close() {
            // Nothing of ours.
        }
    }

    @Test
    void are_sixty_and_some_that_came_later() throws IOException {
        assertThat(Attack.all(ATTACKS)).hasSizeGreaterThan(60);
    }

    /// What this JVM, and whatever it started, has running.
    private static long processes() {
        return ProcessHandle.current().descendants().filter(each -> !isCompiler(each)).count();
    }

    /// The compilers stay, and one that was too slow makes place for a new one.
    private static boolean isCompiler(ProcessHandle process) {
        return Stream.iterate(Optional.of(process), Optional::isPresent, each -> each.get().parent())
                .map(Optional::get)
                .map(each -> each.info().commandLine().orElse(""))
                .anyMatch(line -> line.contains("CompilerMain"));
    }

    private static Judgement neighbour(SandboxedJudge with) {
        var exercise = workbench.catalogue().find("hello-socket").orElseThrow();
        try {
            var chapter = workbench.catalogue().chapter(exercise);
            var sources = new TreeMap<String, byte[]>();
            for (var stub : exercise.stubs()) {
                var file = ROOT.resolve("solutions").resolve(chapter.name()).resolve(chapter.folder().relativize(stub));
                sources.put(stub.getFileName().toString(), Files.readAllBytes(file));
            }
            return with.judge(new AnswerToJudge(exercise, sources));
        } catch (IOException | InfrastructureException e) {
            throw new IllegalStateException(e);
        }
    }
}
