package workbook.grader;

import java.nio.file.Path;
import workbook.engine.Exercise;

/// Judges for strangers' answers: they share the sandboxes' profile and each exercise's tests, and none is opened before
/// the [SelfTest] has held.
final class SandboxedJudges implements JudgeFactory {
    private final Path cache;
    private Workbench workbench;

    /// @param cache a folder of ours for what is the same every time
    SandboxedJudges(Path cache) {
        this.cache = cache;
    }

    @Override
    public void prepare(GraderSetup setup) throws InfrastructureException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new InfrastructureException(
                    "sandboxes are made of what the Linux kernel has; grade in a container or a"
                            + " virtual machine, or, if you trust everybody who handed in, with --trust-submissions");
        }
        try {
            workbench = Workbench.open(setup.catalogue(), cache);
            new SelfTest(workbench).run(probe(setup));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InfrastructureException("the grader was interrupted", e);
        }
    }

    /// The first exercise whose tests run in the answer's own JVM.
    private static Exercise probe(GraderSetup setup) throws InfrastructureException {
        return setup.catalogue()
                .exercises()
                .stream()
                .filter(exercise -> exercise.judge() == Exercise.Judge.INSIDE)
                .findFirst()
                .orElseThrow(() -> new InfrastructureException("this workbook has no exercise to try a sandbox with"));
    }

    @Override
    public Judge open(GraderSetup setup) throws InfrastructureException {
        return new SandboxedJudge(workbench);
    }

    @Override
    public boolean isContained() {
        return true;
    }

    @Override
    public void close() {
        if (workbench != null) {
            workbench.close();
        }
    }
}
