package workbook.grader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills the grader (`-9`) at random moments, and looks at what is left.
///
///     mvn -B -pl tools/grader -am test -Dtest=GraderKillTest -Dsurefire.failIfNoSpecifiedTests=false -Dworkbook.kills=50
///
/// `-Dworkbook.kills.seed=…` repeats the moments of a run that failed, up to what the machine makes of them.
class GraderKillTest {
    private static final int KILLS = Integer.getInteger("workbook.kills", 4);
    private static final long SEED = Long.getLong("workbook.kills.seed", System.nanoTime() & 0xffffff);
    private static final int JOBS = 3;
    private static final int KILLED = 128 + 9;
    /// So many hand in at first, and again whenever all were graded.
    private static final int STUDENTS = 40;
    private static final int NEVER = -1;
    private static final List<String> WORDS = List.of("PASS", "FAIL", "PARTIAL", "COMPILE_ERROR", "CRASHED", "TIMEOUT");

    @TempDir
    Path folder;
    private final Random random = new Random(SEED);
    private int students;
    private int ends;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void loses_nothing_and_says_nothing_twice_whenever_it_is_killed() throws Exception {
        System.out.println("GraderKillTest: " + KILLS + " kills, -Dworkbook.kills.seed=" + SEED);
        SmallWorkbook.in(folder.resolve("workbook"));
        handIn();
        var known = "";
        for (var kill = 1; kill <= KILLS;) {
            var as = "seed " + SEED + ", kill " + kill;
            var exitCode = life(random.nextInt(40), random.nextInt(8_000));
            var journal = Files.exists(folder.resolve("out/journal.jsonl")) ? text("out/journal.jsonl") : "";
            assertThat(journal).as(as).startsWith(known);
            known = journal.substring(0, journal.lastIndexOf('\n') + 1);
            assertThat(exitCode).as(as).isIn(0, KILLED);
            if (exitCode == KILLED) {
                kill++;
            } else {
                assertThatEachIsSaidOnce();
                ends++;
                handIn();
            }
        }
        var kept = known.lines().count();
        assertThat(life(NEVER, 0)).isZero();
        assertThatEachIsSaidOnce();
        // What a kill interrupted is judged again, in each slot one at most; a TIMEOUT is judged twice anyhow.
        var again = judgings() - distinctJudgings() - timeouts();
        assertThat(again).isBetween(0L, (long) KILLS * JOBS);
        System.out.println("GraderKillTest: " + kept + " judgements outlived " + KILLS + " kills, and 3 for each of "
                + students + " students are there once; " + again + " that were interrupted began anew, " + ends
                + " gradings had come to their end between kills");
    }

    private void handIn() throws IOException {
        for (var end = students + STUDENTS; students < end; students++) {
            for (var stub : List.of("SayHello", "SayBye", "Question")) {
                var file = folder.resolve("in/s" + students).resolve(SmallWorkbook.SOURCES + stub + ".java");
                Files.createDirectories(file.getParent());
                Files.writeString(file, SmallWorkbook.answer(stub, word(students)) + "// s" + students + "\n");
            }
        }
    }

    private static String word(int student) {
        return WORDS.get(student % WORDS.size());
    }

    /// @param words  after so many judgings it is killed, 0 being before the first of them
    /// @param micros and so long after that
    private int life(int words, int micros) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-Xlog:disable", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), KilledGrader.class.getName(),
                "root=" + folder.resolve("workbook"), "submissions=" + folder.resolve("in"),
                "out=" + folder.resolve("out"), "jobs=" + JOBS)
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        var said = 0;
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                said += line.startsWith("judging ") ? 1 : 0;
                if (said == words) {
                    process.waitFor(micros, TimeUnit.MICROSECONDS);
                    process.toHandle().destroyForcibly();
                }
            }
        }
        var exitCode = process.waitFor();
        assertThat(text("stderr")).isEmpty();
        return exitCode;
    }

    private void assertThatEachIsSaidOnce() throws IOException {
        var expected = new TreeMap<String, List<String>>();
        for (var student = 0; student < students; student++) {
            expected.put("s" + student, List.of("say-hello " + word(student), "say-bye " + word(student),
                    "say-both " + word(student)));
        }
        var rows = text("out/results.jsonl").lines()
                .map(line -> line.replaceAll(
                        ".*\"student\":\"(\\w+)\",\"exercise\":\"([\\w-]+)\",\"verdict\":\"(\\w+)\".*",
                        "$1 $2 $3"))
                .toList();
        assertThat(rows).hasSize(3 * students);
        var found = rows.stream()
                .collect(Collectors.groupingBy(row -> row.substring(0, row.indexOf(' ')), TreeMap::new,
                        Collectors.mapping(row -> row.substring(row.indexOf(' ') + 1), Collectors.toList())));
        assertThat(found).isEqualTo(expected);
    }

    private long judgings() throws IOException {
        return text("judged").lines().count();
    }

    private long distinctJudgings() throws IOException {
        return new HashSet<>(text("judged").lines().toList()).size();
    }

    private long timeouts() {
        var timeouts = 0L;
        for (var student = 0; student < students; student++) {
            timeouts += word(student).equals("TIMEOUT") ? 3 : 0;
        }
        return timeouts;
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
