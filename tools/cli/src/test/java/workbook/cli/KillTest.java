package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import workbook.engine.base.HashList;
import workbook.engine.progress.History;

/// Kills the workbook (`-9`) at random moments, and looks at what is left.
///
///     mvn -B -pl tools/cli -am test -Dtest=KillTest -Dsurefire.failIfNoSpecifiedTests=false -Dworkbook.kills=200
///
/// `-Dworkbook.kills.seed=…` repeats the order of saves and commands of a run that failed, and the moments of the
/// kills, up to what the machine makes of them.
class KillTest {
    private static final int KILLS = Integer.getInteger("workbook.kills", 4);
    private static final long SEED = Long.getLong("workbook.kills.seed", System.nanoTime() & 0xffffff);

    @TempDir
    Path folder;
    private final Random random = new Random(SEED);
    /// The mark of what was saved last in a file.
    private final Map<String, String> lastSaved = new HashMap<>();
    /// The marks of what the workbook put something else in the place of.
    private final Set<String> replaced = new LinkedHashSet<>();
    private final Map<String, Integer> interrupted = new HashMap<>();
    private int checks;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void loses_nothing_whenever_it_is_killed() throws Exception {
        System.out.println("KillTest: " + KILLS + " kills, -Dworkbook.kills.seed=" + SEED);
        KilledWorkbook.prepare(folder);
        var history = "";
        for (var kill = 1; kill <= KILLS; kill++) {
            var said = liveAndDie();
            remember(said);
            var as = "seed " + SEED + ", kill " + kill + ", at its end it said\n"
                    + said.stream().skip(Math.max(0, said.size() - 6)).collect(Collectors.joining("\n"));
            assertThat(said).as(as).noneMatch(line -> line.startsWith("broken"));
            if (!Files.exists(mine(".workbook/update"))) { // else the next start finishes it first
                assertThatFilesAreWhole(as);
            }
            var file = mine(".workbook/history.jsonl");
            var now = Files.exists(file) ? Fixture.text(file) : "";
            assertThat(now).as(as).startsWith(history);
            history = now.substring(0, now.lastIndexOf('\n') + 1);
            assertThatTheNextStartWorks(as);
            assertThatFilesAreWhole(as);
            assertThatAnswersAreFound(as);
        }
        var events = History.of(mine("")).lines();
        assertThat(events.stream().filter(line -> line.contains("\"checked\"")).count()).isGreaterThanOrEqualTo(checks);
        System.out.println("KillTest: killed in the middle of " + interrupted + "; " + events.size()
                + " events and " + replaced.size() + " answers that were replaced are all there");
    }

    /// @return what it said
    private List<String> liveAndDie() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-Xlog:disable", "-Xshare:auto", "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), KilledWorkbook.class.getName(),
                folder.toString(), Long.toString(random.nextInt(1 << 30)))
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        var said = new ArrayList<String>();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            // In words of its own and not in seconds: a busy machine is slow.
            var words = 1 + random.nextInt(30);
            // At the start of a command, anywhere in it (an update takes some hundred milliseconds), or at the moment
            // at which an answer's file becomes another.
            var micros = random.nextInt(random.nextBoolean() ? 20_000 : 400_000);
            var isAimed = random.nextInt(3) == 0;
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                said.add(line);
                if (said.size() == words) {
                    Thread.ofPlatform().start(() -> kill(process, micros, isAimed));
                }
            }
        }
        process.waitFor();
        assertThat(Fixture.text(folder.resolve("stderr"))).isEmpty();
        return said;
    }

    private void kill(Process process, int afterMicros, boolean isAimed) {
        try {
            if (isAimed) {
                awaitChange(mine(KilledWorkbook.MAIN + "SayHello.java").toFile());
            } else {
                process.waitFor(afterMicros, TimeUnit.MICROSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.toHandle().destroyForcibly(); // which leaves what it said to be read
    }

    private static void awaitChange(File file) {
        var size = file.length();
        var time = file.lastModified();
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (file.length() == size && file.lastModified() == time && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private void remember(List<String> said) {
        for (var line : said) {
            var words = line.split(" ");
            switch (words[0]) {
                case "saved" -> lastSaved.put(words[1], words[2]);
                case "saves" -> {
                    // What the learner saves over was the learner's to give up.
                    var last = lastSaved.remove(words[1]);
                    if (last != null && !last.equals(words[4])) {
                        replaced.add(last);
                    }
                }
                case "done" -> checks += words[1].equals("check") ? 1 : 0;
                case "runs" -> {
                    // Only its end counts.
                }
                default -> throw new AssertionError(line);
            }
        }
        var last = said.getLast().split(" ");
        if (last[0].equals("runs") || last[0].equals("saves")) {
            interrupted.merge(last[0].equals("runs") ? last[1] : "a save", 1, Integer::sum);
        }
    }

    private void assertThatFilesAreWhole(String as) throws IOException {
        for (var name : List.of("SayHello", "SayBye")) {
            assertThat(Fixture.text(mine(KilledWorkbook.MAIN + name + ".java"))).as(as)
                    .satisfiesAnyOf(text -> assertThat(text).endsWith("// whole\n"),
                            text -> assertThat(text).endsWith(" end\n").contains("// whole\n"));
            assertThat(Fixture.text(mine(KilledWorkbook.TEST + name + "Test.java"))).as(as)
                    .satisfiesAnyOf(text -> assertThat(text).isEqualTo("class " + name + "Test {}\n"),
                            text -> assertThat(text).startsWith("// version ").endsWith("\n"));
        }
        var archive = folder.resolve("mine.zip");
        if (Files.exists(archive)) {
            var other = new Fixture(Files.createTempDirectory(folder, "other"));
            assertThat(other.run("import", archive.toString())).as(as + other.err()).isZero();
        }
    }

    private void assertThatTheNextStartWorks(String as) throws IOException {
        var workbook = Fixture.existing(mine(""));
        assertThat(workbook.run("list")).as(as + workbook.err()).isZero();
        assertThat(mine(".workbook/update")).as(as).doesNotExist();
        var base = mine(".workbook/base");
        for (var original : HashList.read(base.resolve("sha256")).hashes().entrySet()) {
            assertThat(HashList.ofFile(base.resolve(original.getKey()))).as(as).contains(original.getValue());
        }
        // An update happened whole or not at all.
        var version = Fixture.text(mine("docs/page.adoc"));
        for (var name : List.of("SayHello", "SayBye")) {
            var test = Fixture.text(mine(KilledWorkbook.TEST + name + "Test.java"));
            assertThat(test).as(as)
                    .isEqualTo(version.equals("// version 0\n") ? "class " + name + "Test {}\n" : version);
            assertThat(Fixture.text(base.resolve(KilledWorkbook.MAIN + name + ".java"))).as(as).startsWith(version);
        }
    }

    /// An answer that the workbook put something else in the place of, if only half, is where it was or was kept.
    private void assertThatAnswersAreFound(String as) throws IOException {
        var found = new HashSet<String>();
        for (var place : List.of(mine("chapters"), mine(".workbook/backup"))) {
            if (Files.exists(place)) {
                try (var files = Files.walk(place)) {
                    files.filter(Files::isRegularFile).map(Fixture::text).map(KillTest::mark).forEach(found::add);
                }
            }
        }
        var lost = Stream.concat(lastSaved.values().stream(), replaced.stream()).filter(mark -> !found.contains(mark));
        assertThat(lost).as(as).isEmpty();
    }

    /// The mark of an answer in a file, a dash if there is none.
    static String mark(String text) {
        var found = Pattern.compile("// answer (\\S+) end").matcher(text);
        return found.find() ? found.group(1) : "-";
    }

    private Path mine(String path) {
        return folder.resolve("mine").resolve(path);
    }
}
