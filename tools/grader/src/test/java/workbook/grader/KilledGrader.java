package workbook.grader;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The program that [GraderKillTest] kills: the grader as it is, but for its judges, which take a moment each and then
/// do what the answer says.
///
/// On stdout it says which answer a judge begins with.
final class KilledGrader {
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(3);

    private KilledGrader() {}

    /// @param arguments those of [Main]
    public static void main(String[] arguments) {
        System.exit(Main.run(Arguments.of(arguments), new SlowJudges(new ScriptedJudges()), System.out, System.err));
    }

    private record SlowJudges(ScriptedJudges scripted) implements JudgeFactory {
        @Override
        public void prepare(GraderSetup setup) throws InfrastructureException {
            scripted.prepare(setup);
        }

        @Override
        public Judge open(GraderSetup setup) {
            var judge = scripted.open(setup);
            return new Judge() {
                @Override
                public Judgement judge(AnswerToJudge answer) throws InfrastructureException {
                    log(setup, answer);
                    LockSupport.parkNanos(MOMENT);
                    return judge.judge(answer);
                }

                @Override
                public void close() {
                    judge.close();
                }
            };
        }

        private static void log(GraderSetup setup, AnswerToJudge answer) {
            var text = new String(answer.sources().firstEntry().getValue(), UTF_8);
            var line = "judging " + answer.exercise().id() + " " + text.substring(text.lastIndexOf("//") + 2).strip();
            try {
                Files.writeString(setup.out().resolveSibling("judged"), line + "\n", UTF_8, StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            System.out.println(line);
        }

        @Override
        public boolean isContained() {
            return true;
        }

        @Override
        public void close() {
            scripted.close();
        }
    }
}
