package workbook.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import workbook.kit.Todo;

/// One call of the answer: what it should return or throw, and what a wrong end is most likely a sign of.
///
///     Call.of(peer, () -> RecvExactly.recvExactly(peer.input(), 5))
///             .whenThrew(NegativeArraySizeException.class, "-1 was taken for a count")
///             .whenReturned(bytes -> bytes.length < 5, "one read() was taken for the whole message")
///             .returns("hello");
///
/// Of the mistakes that fit, a report shows the one that was named last: begin with the general ones, end with those
/// that only this test can tell.
///
/// Nothing runs before the last of these. Then the answer runs on a thread of its own, until a little before the
/// test's limit:
///
///   - it returns or throws: compared, and a failure is an [ExerciseFailure];
///   - it does neither: [Hung], with the place where each of its threads stands;
///   - it overflows its stack or exhausts its memory: [Crashed];
///   - it throws the stub's [Todo]: that is the failure's cause, and the report has what would have happened.
///
/// @param <T> what the answer returns
public final class Call<T> {
    private final Transcript transcript;
    private final Callable<T> answer;
    private final boolean returnsNothing;
    private final List<Suspicion<T>> suspicions = new ArrayList<>();
    private Optional<String> byHand = Optional.empty();

    /// How the answer's turn ended.
    private sealed interface End<T> {
        record Returned<T>(Optional<T> value) implements End<T> {}

        record Threw<T>(Throwable thrown) implements End<T> {}

        record StillRuns<T>(Thread thread, StackTraceElement[] stack, Duration after) implements End<T> {}
    }

    private record Suspicion<T>(Predicate<End<T>> sign, String mistake) {}

    /// A call that returns nothing.
    public interface Action {
        void run() throws Exception;
    }

    private Call(Transcript transcript, Callable<T> answer, boolean returnsNothing) {
        this.transcript = transcript;
        this.answer = answer;
        this.returnsNothing = returnsNothing;
    }

    /// A call in a conversation with a peer.
    public static <T> Call<T> of(ScriptedPeer peer, Callable<T> answer) {
        return of(peer.transcript(), answer);
    }

    /// A call in a conversation that the test has a transcript of.
    public static <T> Call<T> of(Transcript transcript, Callable<T> answer) {
        return new Call<>(transcript, answer, false);
    }

    /// A call of a function that talks to nobody.
    public static <T> Call<T> of(Callable<T> answer) {
        return of(new Transcript(), answer);
    }

    /// A call, in a conversation with a peer, of a method that returns nothing; it ends in [#completes()].
    public static Call<Void> doing(ScriptedPeer peer, Action answer) {
        return doing(peer.transcript(), answer);
    }

    /// A call of a method that returns nothing; it ends in [#completes()].
    public static Call<Void> doing(Transcript transcript, Action answer) {
        return new Call<>(transcript, () -> {
            answer.run();
            return null;
        }, true);
    }

    /// The likely mistake if the answer returned a value such that …
    public Call<T> whenReturned(Predicate<? super T> sign, String mistake) {
        suspicions.add(new Suspicion<>(
                end -> end instanceof End.Returned<T> returned && returned.value().filter(sign).isPresent(), mistake));
        return this;
    }

    /// The likely mistake if the answer returned null.
    public Call<T> whenReturnedNull(String mistake) {
        suspicions.add(new Suspicion<>(
                end -> end instanceof End.Returned<T> returned && returned.value().isEmpty(), mistake));
        return this;
    }

    /// The likely mistake if the answer threw this, or a subclass of it.
    public Call<T> whenThrew(Class<? extends Throwable> type, String mistake) {
        suspicions.add(new Suspicion<>(
                end -> end instanceof End.Threw<T> threw && type.isInstance(threw.thrown()), mistake));
        return this;
    }

    /// The likely mistake if the answer did not come to an end.
    public Call<T> whenHung(String mistake) {
        return whenHung(() -> true, mistake);
    }

    /// The likely mistake if the answer did not come to an end, and the world is such.
    public Call<T> whenHung(State sign, String mistake) {
        suspicions.add(new Suspicion<>(end -> end instanceof End.StillRuns<T> && sign.holds(), mistake));
        return this;
    }

    /// The likely mistake if, however the answer ended, the world is such: `when(() -> !peer.isConnected(), …)`.
    public Call<T> when(State sign, String mistake) {
        suspicions.add(new Suspicion<>(end -> sign.holds(), mistake));
        return this;
    }

    /// Something to ask after the answer's turn.
    public interface State {
        boolean holds();
    }

    /// A command that shows the same without the workbook.
    public Call<T> byHand(String command) {
        byHand = Optional.of(command);
        return this;
    }

    /// Runs the answer, which must return this; bytes may be expected by a text, in UTF-8.
    public Check returns(Object expected) {
        return switch (run(Check.show(expected))) {
            case End.Returned<T> end -> check(end).that(end.value().orElse(null)).is(expected);
            case End.Threw<T> end -> throw unexpected(end, Check.show(expected));
            case End.StillRuns<T> end -> throw hung(end);
        };
    }

    /// Runs the answer, which must return such a value as the words say:
    /// `returns("a connected socket", Socket::isConnected)`.
    public Check returns(String words, Predicate<? super T> such) {
        return switch (run(words)) {
            case End.Returned<T> end ->
                check(end).holds(end.value().filter(such).isPresent(), words, Check.show(end.value().orElse(null)));
            case End.Threw<T> end -> throw unexpected(end, words);
            case End.StillRuns<T> end -> throw hung(end);
        };
    }

    /// Runs the answer, which must come to an end without throwing.
    public Check completes() {
        return switch (run("that it returns")) {
            case End.Returned<T> end -> check(end);
            case End.Threw<T> end -> throw unexpected(end, "that it returns");
            case End.StillRuns<T> end -> throw hung(end);
        };
    }

    /// Runs the answer, which must return something for the test to look at.
    public T value() {
        return switch (run("it to return a value")) {
            case End.Returned<T> end -> end.value()
                    .orElseThrow(() -> check(end).failure("it to return a value", "null"));
            case End.Threw<T> end -> throw unexpected(end, "that it returns");
            case End.StillRuns<T> end -> throw hung(end);
        };
    }

    /// Runs the answer, which must throw this or a subclass of it.
    public Check throwsA(Class<? extends Throwable> expected) {
        return throwsA(expected, article(expected.getSimpleName()), thrown -> true);
    }

    /// Runs the answer, which must throw this, and such a one as the words say:
    /// `throwsA(IOException.class, "an IOException other than EOFException", e -> !(e instanceof EOFException))`.
    public <X extends Throwable> Check throwsA(Class<X> expected, String words, Predicate<? super X> such) {
        return switch (run(words)) {
            case End.Returned<T> end -> throw check(end).failure(words, returned(end));
            case End.Threw<T> end -> {
                if (expected.isInstance(end.thrown()) && such.test(expected.cast(end.thrown()))) {
                    yield check(end);
                }
                throw unexpected(end, words);
            }
            case End.StillRuns<T> end -> throw hung(end);
        };
    }

    /// @param expected what the exercise asks for, for the report of a stub
    private End<T> run(String expected) {
        var result = new Result<T>();
        transcript.answerBegins();
        var thread = Thread.ofPlatform().daemon().name("your code").start(() -> result.of(answer));
        try {
            var limit = Deadline.ofTest();
            var started = System.nanoTime();
            if (!thread.join(limit.left())) {
                // The rows that follow are of this moment: the stack before the interrupt.
                var stack = thread.getStackTrace();
                return new End.StillRuns<>(thread, stack, Duration.ofNanos(System.nanoTime() - started));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new End.StillRuns<>(thread, thread.getStackTrace(), TestScope.current().limit());
        } finally {
            transcript.answerEnded();
        }
        var end = result.end;
        if (end instanceof End.Threw<T> threw) {
            passOn(threw.thrown(), expected);
        }
        return end;
    }

    private static final class Result<T> {
        private End<T> end = new End.Threw<>(new IllegalStateException("the answer's thread ended without a word"));

        void of(Callable<T> answer) {
            try {
                end = new End.Returned<>(Optional.ofNullable(answer.call()));
                TestSide.sawAnswer("returned");
            } catch (Throwable e) {
                end = new End.Threw<>(e);
                TestSide.sawAnswer(e instanceof Todo
                        ? "came to what is not written yet"
                        : "threw " + e.getClass().getSimpleName());
            }
        }
    }

    /// What is no answer: the stub, a crash, or a failure of the test's own inside the call.
    private void passOn(Throwable thrown, String expected) {
        switch (thrown) {
            case Todo todo -> throw notWritten(todo, expected);
            case ExerciseFailure failure -> throw failure;
            case StackOverflowError error -> throw crashed(error, "overflowed its stack",
                    "a method calls itself, directly or through another, and never stops");
            case OutOfMemoryError error -> throw crashed(error, "ran out of memory",
                    "something grows without a limit, or a length was believed before it was checked");
            default -> {
            }
        }
    }

    /// The conversation that a stub did not have.
    private ExerciseFailure notWritten(Todo todo, String expected) {
        var check = Check.after(transcript, Report.notWritten(todo.getMessage()));
        byHand.ifPresent(check::byHand);
        return new ExerciseFailure(check.finish(check.report().with(Report.EXPECTED, expected)), todo);
    }

    private Crashed crashed(VirtualMachineError error, String how, String mistake) {
        var check = Check.after(transcript, how + Frames.at(error.getStackTrace())).likely(mistake);
        return new Crashed(check.finish(check.report()), error);
    }

    private Check check(End<T> end) {
        var check = Check.after(transcript, words(end))
                .likely(() -> suspicions.reversed()
                        .stream()
                        .filter(suspicion -> suspicion.sign().test(end))
                        .map(Suspicion::mistake)
                        .findFirst());
        byHand.ifPresent(check::byHand);
        return check;
    }

    private String words(End<T> end) {
        return switch (end) {
            case End.Returned<T> r -> "returned";
            case End.Threw<T> e -> "threw " + words(e.thrown()) + Frames.at(e.thrown().getStackTrace());
            case End.StillRuns<T> e -> "had not returned after " + Deadline.text(e.after());
        };
    }

    private static String words(Throwable thrown) {
        var name = thrown.getClass().getSimpleName();
        return Optional.ofNullable(thrown.getMessage()).map(message -> name + ": " + message).orElse(name);
    }

    private String returned(End.Returned<T> end) {
        var value = end.value().map(Check::show).or(() -> returnsNothing ? Optional.empty() : Optional.of("null"));
        return value.map(shown -> "it returned " + shown).orElse("it returned");
    }

    private ExerciseFailure unexpected(End.Threw<T> end, String expected) {
        return check(end).because(end.thrown()).failure(expected, article(end.thrown().getClass().getSimpleName()));
    }

    private Hung hung(End.StillRuns<T> end) {
        var spin = Spin.likely(end.thread());
        // What the test suspects is of an answer that waits.
        var check = spin.isEmpty() ? check(end) : check(end).likely(() -> spin);
        var report = check.report().with(Hung.LIMIT, Hung.limitOfTest());
        report = report.with(Hung.STOOD, AnswerThreads.standing(end.thread(), end.stack()));
        end.thread().interrupt();
        return new Hung(check.finish(report), end.stack());
    }

    private static String article(String noun) {
        return ("AEIOU".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }
}
