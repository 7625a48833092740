package workbook.grader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import workbook.engine.Catalogue;
import workbook.engine.Exercise;
import workbook.grader.runner.ProbeMain;
import workbook.grader.sandbox.Cell;
import workbook.grader.sandbox.Limits;
import workbook.grader.sandbox.RunnerModules;

/// How long grading takes, for the guide's figures: prints them, and asserts only what no load of the machine changes.
@EnabledIfSystemProperty(named = "workbook.attacks", matches = "speed")
@NeedsSandboxes
class SpeedTest {
    private static final Path ROOT = Path.of(System.getProperty("workbook.root", "../..")).toAbsolutePath().normalize();
    private static final Path CACHE = Path.of("target", "java").toAbsolutePath();
    private static final List<String> FLAGS = List.of("-Xlog:disable", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-Xmx64m", "-XX:CompressedClassSpaceSize=48m");

    @Test
    void of_one_JVM_with_a_sandbox_and_without() throws IOException, InterruptedException, InfrastructureException {
        try (var workbench = Workbench.open(Catalogue.read(ROOT), CACHE)) {
            var jar = workbench.modules()
                    .shown()
                    .keySet()
                    .stream()
                    .map(each -> each.resolve("runner.jar"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            var plain = new ArrayList<Long>();
            var boxed = new ArrayList<Long>();
            for (var round = 0; round < 40; round++) {
                plain.add(plain(jar));
                boxed.add(boxed(workbench));
            }
            System.out.printf("a JVM: %.1f ms, in a sandbox: %.1f ms (medians of %d)%n", median(plain), median(boxed),
                    plain.size());
        }
    }

    private static long plain(Path jar) throws IOException, InterruptedException {
        var line = new ArrayList<String>();
        line.add(System.getProperty("java.home") + "/bin/java");
        line.addAll(FLAGS);
        line.addAll(List.of("-cp", jar.toString(), ProbeMain.class.getName(), "nothing"));
        var begun = System.nanoTime();
        assertThat(new ProcessBuilder(line).start().waitFor()).isEqualTo(ProbeMain.DONE);
        return System.nanoTime() - begun;
    }

    private static long boxed(Workbench workbench) throws IOException, InterruptedException {
        var line = new ArrayList<>(FLAGS);
        line.addAll(List.of("-cp", RunnerModules.MODULES + "/runner.jar", ProbeMain.class.getName(), "nothing"));
        var begun = System.nanoTime();
        try (var process = workbench.compilers()
                .start(new Cell(workbench.modules().shown(), Map.of(), false, Limits.OF_TESTS, line), 1000)) {
            assertThat(process.status(Duration.ofSeconds(30))).hasValue(ProbeMain.DONE);
            return System.nanoTime() - begun;
        }
    }

    private static double median(List<Long> nanos) {
        Collections.sort(nanos);
        return nanos.get(nanos.size() / 2) / 1e6;
    }

    /// Chapter 1's references, right answers and classic mistakes, by two judges.
    @Test
    void of_many_answers() throws Exception {
        try (var workbench = Workbench.open(Catalogue.read(ROOT), CACHE)) {
            var chapter = workbench.catalogue().chapters().getFirst();
            var exercises = workbench.catalogue().exercises(chapter);
            var answers = new LinkedBlockingQueue<AnswerToJudge>();
            var first = new ArrayList<AnswerToJudge>();
            for (var exercise : exercises) {
                var solutions = ROOT.resolve("solutions").resolve(chapter.name());
                first.add(answer(workbench, exercise, Path.of("nowhere")));
                for (var kind : List.of("right", "wrong")) {
                    try (var folders = Files.list(solutions.resolve(kind).resolve(exercise.id()))) {
                        for (var folder : folders.filter(Files::isDirectory).sorted().toList()) {
                            answers.add(answer(workbench, exercise, folder));
                        }
                    }
                }
            }
            answers.addAll(first);
            var count = answers.size();
            try (var judge = new SandboxedJudge(workbench)) {
                for (var each : first) {
                    judge.judge(each);
                }
            }
            var begun = System.nanoTime();
            var verdicts = new EnumMap<Verdict, Integer>(Verdict.class);
            try (var threads = Executors.newFixedThreadPool(2)) {
                var slots = new ArrayList<Future<?>>();
                for (var slot = 0; slot < 2; slot++) {
                    slots.add(threads.submit(() -> {
                        try (var judge = new SandboxedJudge(workbench)) {
                            for (var each = answers.poll(); each != null; each = answers.poll()) {
                                var verdict = judge.judge(each).verdict();
                                synchronized (verdicts) {
                                    verdicts.merge(verdict, 1, Integer::sum);
                                }
                            }
                        }
                        return null;
                    }));
                }
                for (var slot : slots) {
                    slot.get();
                }
            }
            var seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf("%d answers in %.1f s, %.0f a minute, two judges: %s%n", count, seconds,
                    count * 60 / seconds, verdicts);
        }
    }

    private static AnswerToJudge answer(Workbench workbench, Exercise exercise, Path folder) throws IOException {
        var chapter = workbench.catalogue().chapter(exercise);
        var sources = new TreeMap<String, byte[]>();
        for (var stub : exercise.stubs()) {
            var own = folder.resolve(stub.getFileName().toString());
            var reference = ROOT.resolve("solutions")
                    .resolve(chapter.name())
                    .resolve(chapter.folder().relativize(stub).toString());
            sources.put(stub.getFileName().toString(), Files.readAllBytes(Files.exists(own) ? own : reference));
        }
        return new AnswerToJudge(exercise, sources);
    }
}
