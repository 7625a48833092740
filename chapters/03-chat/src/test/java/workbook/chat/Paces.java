package workbook.chat;

import java.io.IOException;
import java.time.Duration;
import workbook.kit.Todo;
import workbook.testkit.ExerciseFailure;

/// A test in which somebody must do something in time, at two paces.
///
/// A busy machine may keep a thread from running for longer than the time is. So what goes wrong at a quick pace is tried
/// again at a slower one, and only what goes wrong at both is wrong.
final class Paces {
    private static final int SLOWER = 3;

    /// What took longer than this went wrong for another reason.
    private static final Duration QUICK = Duration.ofMillis(800);

    private Paces() {}

    interface Body {
        void run(Duration idle) throws IOException;
    }

    static void of(Duration quickest, Body body) throws IOException {
        var begin = System.nanoTime();
        try {
            body.run(quickest);
        } catch (ExerciseFailure e) {
            if (e.getCause() instanceof Todo || System.nanoTime() - begin > QUICK.toNanos()) {
                throw e;
            }
            again(quickest.multipliedBy(SLOWER), body, e);
        } catch (IOException e) {
            // A member that should have stayed was thrown out, and went on speaking.
            body.run(quickest.multipliedBy(SLOWER));
        }
    }

    private static void again(Duration idle, Body body, ExerciseFailure first) throws IOException {
        try {
            body.run(idle);
        } catch (ExerciseFailure e) {
            throw first;
        }
    }
}
