package workbook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import workbook.answers.Round;
import workbook.answers.Wrong;
import workbook.kit.Todo;

class CallTest {
    private static final String ONE_READ = "one read() was taken for the whole message";

    @Test
    void a_short_result_is_pointed_at_and_explained() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("\0\0\0\2h").pauses().sends("i").closes();
            var report = report(() -> Call.of(peer, () -> {
                var buffer = new byte[100];
                var count = peer.input().read(buffer);
                return Arrays.copyOfRange(buffer, 4, count);
            }).whenReturned(bytes -> bytes.length < 2, ONE_READ).byHand("nc").returns("hi"));
            assertThat(report).isEqualTo("""
                    the test   connected, sent "\\0\\0\\0\\2h", paused 50 ms, sent "i", closed
                    you        read 5 bytes, returned
                    expected   "hi"
                    but was    "h"
                                 ^ stopped at the pause
                    likely     one read() was taken for the whole message
                    by hand    nc
                    """);
        }
    }

    @Test
    void an_exception_is_named_with_its_place() {
        assertThat(report(() -> Call.of(() -> Wrong.fail()).returns("hi"))).isEqualTo("""
                you        threw IOException: no good at CallTest$Wrong
                expected   "hi"
                but was    an IOException
                """.replace("CallTest$Wrong", Wrong.PLACE));
    }

    @Test
    void of_the_mistakes_that_fit_the_last_is_shown() {
        assertThat(report(() -> Call.of(() -> "a")
                .whenReturned(text -> true, "general")
                .whenReturned(text -> text.equals("a"), "particular")
                .whenThrew(IOException.class, "another")
                .returns("b"))).isEqualTo("""
                        you        returned
                        expected   "b"
                        but was    "a"
                                    ^ differs from here on
                        likely     particular
                        """);
    }

    @Test
    void a_result_is_expected_in_words_where_no_value_equals_it() {
        assertThat(report(() -> Call.of(() -> 8).returns("an odd number", number -> number % 2 == 1))).isEqualTo("""
                you        returned
                expected   an odd number
                but was    8
                """);
        Call.of(() -> 9).returns("an odd number", number -> number % 2 == 1);
    }

    @Test
    void an_exception_that_was_expected_and_did_not_come() {
        assertThat(report(() -> Call.of(() -> "he").throwsA(EOFException.class))).isEqualTo("""
                you        returned
                expected   an EOFException
                but was    it returned "he"
                """);
        Call.of(() -> {
            throw new EOFException();
        }).throwsA(IOException.class);
    }

    @Test
    @Timeout(2)
    void an_answer_that_does_not_end_is_hung_with_its_place() throws InterruptedException {
        var ended = new CountDownLatch(1);
        var hung = catchThrowableOfType(Hung.class, () -> Call.of(() -> {
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.countDown();
            }
            return 1;
        }).whenHung("waits for nothing").returns(1));
        assertThat(hung.report().text(Report.YOU)).get().asString().startsWith("had not returned after ");
        assertThat(hung.report().text(Hung.LIMIT)).contains("2 s for this test");
        assertThat(hung.report().text(Hung.STOOD)).get().asString().startsWith("your code: in ");
        assertThat(hung.report().text(Report.LIKELY)).contains("waits for nothing");
        assertThat(ended.await(1, TimeUnit.SECONDS)).as("the answer was interrupted").isTrue();
    }

    @Test
    @Timeout(2)
    void an_answer_that_goes_round_and_round_is_not_said_to_wait() {
        try (var round = new Round()) {
            var hung = catchThrowableOfType(Hung.class, () -> Call.of(round::count).whenHung("waits").returns(1));
            assertThat(hung.report().text(Report.LIKELY)).get()
                    .asString()
                    .matches("it goes round and round at Round\\.java:1[3-5]: nothing ends that loop");
        }
    }

    @Test
    @Timeout(2)
    void an_answer_that_prints_for_ever_goes_round() {
        try (var round = new Round()) {
            var hung = catchThrowableOfType(Hung.class, () -> Call.of(round::print).whenHung("waits").returns(1));
            assertThat(hung.report().text(Report.LIKELY)).get().asString().startsWith("it goes round and round");
        }
    }

    @Test
    @Timeout(2)
    void an_answer_that_waits_in_a_read_is_said_to_wait() {
        try (var peer = ScriptedPeer.start()) {
            var hung = catchThrowableOfType(Hung.class,
                    () -> Call.of(peer, () -> peer.input().read()).whenHung("waits").returns(1));
            assertThat(hung.report().text(Report.LIKELY)).contains("waits");
        }
    }

    @Test
    @Timeout(2)
    void an_answer_that_reads_the_end_again_and_again_is_left_to_the_test() {
        try (var peer = ScriptedPeer.start()) {
            peer.closes();
            var hung = catchThrowableOfType(Hung.class,
                    () -> Call.of(peer, () -> Round.untilMore(peer.input())).whenHung("the end is no byte").returns(1));
            assertThat(hung.report().text(Report.LIKELY)).contains("the end is no byte");
        }
    }

    @Test
    void a_stack_that_overflows_is_a_crash() {
        var crashed = catchThrowableOfType(Crashed.class, () -> Call.of(CallTest::endless).returns(1));
        assertThat(crashed).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(crashed.report().text(Report.YOU)).get().asString().startsWith("overflowed its stack");
    }

    @Test
    void memory_that_runs_out_is_a_crash() {
        assertThatExceptionOfType(Crashed.class)
                .isThrownBy(() -> Call.of(() -> new long[Integer.MAX_VALUE - 1].length).returns(1))
                .withCauseInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void a_stub_is_shown_the_conversation_that_it_missed() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("hi").closes();
            var call = Call.of(peer, () -> {
                peer.socket();
                throw Todo.todo("read one line");
            });
            assertThatExceptionOfType(ExerciseFailure.class)
                    .isThrownBy(() -> call.returns("hi"))
                    .withCauseInstanceOf(Todo.class)
                    .satisfies(failure -> assertThat(failure.report()).hasToString("""
                            the test   connected, sent "hi", closed
                            you        not written yet: read one line
                            expected   "hi"
                            """));
        }
    }

    @Test
    void zeros_that_nobody_wrote_are_named() {
        assertThat(report(() -> Call.of(() -> Bytes.of('h', 0)).returns("hi"))).endsWith("""
                but was    "h\\0"
                             ^ nothing was put here: a new array is full of zeros
                """);
    }

    @Test
    void what_is_left_over_is_checked_after_the_call() {
        assertThat(report(() -> Call.of(() -> 1)
                .returns(1)
                .likely("more was taken than asked for")
                .that("left in the stream", new byte[0])
                .is("!!"))).isEqualTo("""
                        you        returned
                        expected   "!!" left in the stream
                        but was    "" left in the stream
                                    ^ stopped here, 2 bytes too early
                        likely     more was taken than asked for
                        """);
    }

    @SuppressWarnings("InfiniteRecursion") // on purpose
    private static int endless() {
        return endless() + 1;
    }

    private static String report(Supplier<?> failing) {
        return catchThrowableOfType(ExerciseFailure.class, failing::get).report().toString();
    }
}
