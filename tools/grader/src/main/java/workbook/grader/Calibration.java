package workbook.grader;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import workbook.engine.Exercise;
import workbook.engine.worker.Message;

/// Has the reference pass an exercise's tests in a sandbox before any answer is judged by them.
///
/// @param workbench where
/// @param material  of the exercise
record Calibration(Workbench workbench, Material material) {
    /// Without the right to raw sockets first. Where only some tests need it, the exercise's block does not say so, and
    /// the reference passes with it.
    ///
    /// @throws InfrastructureException if it does not pass: then nobody's answer could
    Manifest run() throws InfrastructureException, InterruptedException {
        if (material.exercise().needs() == Exercise.Needs.PACKETS) {
            return run(true, true);
        }
        try {
            return run(false, false);
        } catch (InfrastructureException e) {
            // Not without raw sockets, or not all of it.
        }
        try {
            return run(true, false);
        } catch (InfrastructureException e) {
            return run(true, true);
        }
    }

    /// @param lenient whether tests may be left out that cannot run in a sandbox: of native libraries, or of programs
    private Manifest run(boolean packets, boolean lenient) throws InfrastructureException, InterruptedException {
        var exercise = material.exercise();
        var trial = new Trial(material, material.reference(), Optional.empty(),
                ThreadLocalRandom.current().nextLong(1, 1_000_000),
                new ExerciseSandboxes(workbench, exercise, packets));
        try {
            trial.run();
        } catch (Tampering e) {
            throw failed("it is taken for a forgery: " + e.getMessage(), e);
        } catch (IOException e) {
            throw failed(e.getMessage(), e);
        }
        var core = new LinkedHashMap<String, Integer>();
        for (var test : trial.planned()) {
            var lost = trial.lost().get(test.method());
            if (lost != null && !test.isWitness()) {
                throw failed(lost.name() + ": " + lost.text(), null);
            }
            var ends = trial.ends().getOrDefault(test.method(), List.of());
            var bad = ends.stream().filter(end -> end.ending() != Message.Ending.PASSED).findFirst();
            if (lenient && bad.isPresent() && isOfTheMachine(bad.get().ending())) {
                continue;
            }
            if (!test.isWitness() && bad.isPresent()) {
                throw failed(test.method() + ": " + TestResult.of(test.method(), ends, ends.size()).text()
                        + bad.get().trace().lines().limit(3).toList(), null);
            }
            if (!test.isWitness()) {
                core.put(test.method(), ends.size());
            }
        }
        if (core.isEmpty()) {
            throw failed("it has no test that decides", null);
        }
        return new Manifest(trial.planned(), core, packets);
    }

    private static boolean isOfTheMachine(Message.Ending ending) {
        return ending == Message.Ending.NOT_RUN || ending == Message.Ending.BROKE;
    }

    private InfrastructureException failed(String why, Throwable cause) {
        return new InfrastructureException(material.exercise().id() + ": the reference does not pass here, so nobody's "
                + "answer is judged: " + why, cause);
    }
}
