package workbook.grader;

import java.util.Optional;

/// Judges one answer after the other, with a judge of its own that is replaced when it fails. For one thread.
final class Slot implements AutoCloseable {
    private static final int ATTEMPTS = 3;

    private final JudgeFactory judges;
    private final GraderSetup setup;
    private Optional<Judge> judge = Optional.empty();

    Slot(JudgeFactory judges, GraderSetup setup) {
        this.judges = judges;
        this.setup = setup;
    }

    /// A judgement, INFRA_ERROR if the judge failed each time.
    Judgement judge(AnswerToJudge answer) {
        var begun = System.nanoTime();
        var why = "";
        for (var attempt = 0; attempt < ATTEMPTS && !Thread.currentThread().isInterrupted(); attempt++) {
            try {
                if (judge.isEmpty()) {
                    judge = Optional.of(judges.open(setup));
                }
                return judge.get().judge(answer);
            } catch (InfrastructureException | RuntimeException e) {
                why = e instanceof InfrastructureException ? e.getMessage() : e.toString();
                close();
            }
        }
        return new Judgement(Verdict.INFRA_ERROR, 0, (System.nanoTime() - begun) / 1_000_000,
                SafeText.of("The grader failed, which says nothing about the answer: " + why));
    }

    @Override
    public void close() {
        judge.ifPresent(Slot::close);
        judge = Optional.empty();
    }

    private static void close(Judge judge) {
        try {
            judge.close();
        } catch (RuntimeException e) {
            // It is given up anyhow.
        }
    }
}
