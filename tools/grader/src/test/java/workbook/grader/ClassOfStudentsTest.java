package workbook.grader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import workbook.engine.Catalogue;
import workbook.engine.Exercise;

/// A class of two hundred that nobody has taught: each hands in answers to five exercises of all chapters, references,
/// other right ones, stubs, classic mistakes, broken and hostile ones, no two the same. Every verdict is known before.
///
/// `-Dworkbook.class.seed=N` repeats one; `-Dworkbook.class.students=N` makes it smaller.
@EnabledIfSystemProperty(named = "workbook.attacks", matches = "class")
@NeedsSandboxes
@Timeout(value = 2, unit = TimeUnit.HOURS)
class ClassOfStudentsTest {
    private static final Path ROOT = Path.of(System.getProperty("workbook.root", "../..")).toAbsolutePath().normalize();
    private static final int EXERCISES = 5;
    private static final Set<Verdict> NO_PASS = EnumSet.complementOf(
            EnumSet.of(Verdict.PASS, Verdict.MISSING, Verdict.INFRA_ERROR, Verdict.REJECTED, Verdict.TAMPERED));

    @TempDir
    Path folder;
    private final Map<String, Set<Verdict>> expected = new HashMap<>();
    private final Map<String, String> kinds = new HashMap<>();

    @Test
    void gets_the_verdicts_it_deserves() throws IOException {
        var students = Integer.getInteger("workbook.class.students", 200);
        var seed = Long.getLong("workbook.class.seed", ThreadLocalRandom.current().nextLong(1, 1_000_000));
        System.out.println("a class of " + students + ", -Dworkbook.class.seed=" + seed);
        var catalogue = Catalogue.read(ROOT);
        var random = new Random(seed);
        var submissions = Files.createDirectory(folder.resolve("in"));
        for (var number = 1; number <= students; number++) {
            var student = "student-%03d".formatted(number);
            var exercises = new ArrayList<>(catalogue.exercises());
            Collections.shuffle(exercises, random);
            for (var exercise : exercises.subList(0, EXERCISES)) {
                handIn(catalogue, exercise, student, submissions.resolve(student), random);
            }
        }
        var results = folder.resolve("out");

        var begun = System.nanoTime();
        var exitCode = Main.run(
                Arguments.of("root=" + ROOT, "submissions=" + submissions, "out=" + results, "jobs=2"),
                new SandboxedJudges(Path.of("target", "java").toAbsolutePath()),
                new PrintStream(System.out, true, UTF_8),
                new PrintStream(System.err, true, UTF_8));
        var took = Duration.ofNanos(System.nanoTime() - begun);

        var wrong = new ArrayList<String>();
        var answers = 0;
        for (var line : Files.readAllLines(results.resolve(Grading.RESULTS))) {
            var row = JSON.std.mapFrom(line);
            var key = row.get("student") + " " + row.get("exercise");
            var verdict = Verdict.valueOf((String) row.get("verdict"));
            answers += verdict == Verdict.MISSING ? 0 : 1;
            if (!expected.getOrDefault(key, Set.of(Verdict.MISSING)).contains(verdict)) {
                wrong.add(key + ", " + kinds.get(key) + ": " + verdict + ", " + row.get("message"));
            }
        }
        System.out.printf("%d submissions with %d answers in %d s: %.0f submissions and %.0f answers a minute%n",
                students,
                answers, took.toSeconds(), students * 60e9 / took.toNanos(), answers * 60e9 / took.toNanos());
        assertThat(wrong).isEmpty();
        assertThat(exitCode).isEqualTo(ExitCodes.GRADED);
    }

    private void handIn(Catalogue catalogue, Exercise exercise, String student, Path to, Random random)
            throws IOException {
        var chapter = catalogue.chapter(exercise);
        var solutions = ROOT.resolve("solutions").resolve(chapter.name());
        var dice = random.nextInt(100);
        var from = Path.of("nowhere");
        var verdicts = Set.of(Verdict.PASS);
        var kind = "reference";
        if (dice >= 40 && dice < 60) {
            from = any(solutions.resolve("right").resolve(exercise.id()), random);
            kind = "right " + from.getFileName();
        } else if (dice >= 60 && dice < 85) {
            from = any(solutions.resolve("wrong").resolve(exercise.id()), random);
            kind = "wrong " + from.getFileName();
            verdicts = NO_PASS;
        } else if (dice >= 85 && dice < 90) {
            kind = "broken";
            verdicts = Set.of(Verdict.COMPILE_ERROR);
        } else if (dice >= 90 && dice < 95) {
            kind = "stub";
            verdicts = Set.of(Verdict.MISSING);
        } else if (dice >= 95) {
            kind = "ends the JVM";
            verdicts = Set.of(Verdict.CRASHED, Verdict.PARTIAL, Verdict.FAIL);
        }
        for (var stub : exercise.stubs()) {
            var relative = chapter.folder().relativize(stub);
            var own = from.resolve(stub.getFileName().toString());
            var reference = solutions.resolve(relative.toString());
            var text = Files.readString(kind.equals("stub") ? stub : Files.exists(own) ? own : reference);
            var answer = switch (kind) {
                case "stub" -> text;
                case "broken" -> text.substring(0, text.lastIndexOf('}')) + "\n// " + student + "\n";
                case "ends the JVM" -> text.substring(0, text.lastIndexOf('}'))
                        + "    static { Runtime.getRuntime().halt(0); }\n}\n// " + student + "\n";
                default -> text + "\n// " + student + "\n";
            };
            var file = to.resolve("chapters").resolve(chapter.name()).resolve(relative.toString());
            Files.createDirectories(file.getParent());
            Files.writeString(file, answer);
        }
        expected.put(student + " " + exercise.id(), verdicts);
        kinds.put(student + " " + exercise.id(), kind);
    }

    private static Path any(Path of, Random random) throws IOException {
        try (var folders = Files.list(of)) {
            var all = folders.filter(Files::isDirectory).sorted().toList();
            return all.get(random.nextInt(all.size()));
        }
    }
}
