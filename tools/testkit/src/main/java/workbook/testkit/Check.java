package workbook.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// How a test says what the exercise expects: a comparison that fails with a [Report].
///
///     Check.of(peer)
///             .likely("a BufferedInputStream takes all that has arrived")
///             .that("left in the stream", peer.unread(2))
///             .is("!!");
///
/// What the answer returns or throws is checked with [Call], which ends in a `Check` for what comes after.
/// Causes are put in with conditions on types and states, never on the text of a message.
public final class Check {
    private final Transcript transcript;
    private final List<Report.Row> extra = new ArrayList<>();
    private final String end;
    private Supplier<Optional<String>> likely = Optional::empty;
    private Optional<String> byHand = Optional.empty();
    private Optional<Throwable> cause = Optional.empty();

    private Check(Transcript transcript, String end) {
        this.transcript = transcript;
        this.end = end;
    }

    public static Check of(Transcript transcript) {
        return new Check(transcript, "");
    }

    public static Check of(ScriptedPeer peer) {
        return of(peer.transcript());
    }

    /// A check after a call, whose end stands last in the answer's row.
    static Check after(Transcript transcript, String end) {
        return new Check(transcript, end);
    }

    Check because(Throwable thrown) {
        cause = Optional.of(thrown);
        return this;
    }

    Check likely(Supplier<Optional<String>> causes) {
        likely = causes;
        return this;
    }

    /// The mistake that most often looks like this, if the next comparison fails.
    public Check likely(String mistake) {
        return likelyIf(true, mistake);
    }

    /// The mistake that most often looks like this, if the condition holds; the first that holds is shown.
    public Check likelyIf(boolean condition, String mistake) {
        var before = likely;
        likely = () -> before.get().or(() -> condition ? Optional.of(mistake) : Optional.empty());
        return this;
    }

    /// A command that shows the same without the workbook.
    public Check byHand(String command) {
        byHand = Optional.of(command);
        return this;
    }

    /// One more row at the report's end.
    public Check row(String label, String text) {
        extra.add(new Report.Row(label, text.lines().toList()));
        return this;
    }

    /// What was found, to be compared.
    public Found that(Object actual) {
        return that("", actual);
    }

    /// What was found, and where: `that("left in the stream", bytes)`.
    public Found that(String where, Object actual) {
        return new Found(where, actual);
    }

    /// Fails unless the condition holds, with words for both: `holds(ending == CLOSED, "a closed socket", "an open one")`.
    public Check holds(boolean condition, String expected, String butWas) {
        if (!condition) {
            throw failure(expected, butWas);
        }
        likely = Optional::empty;
        return this;
    }

    /// Something to compare with what the exercise asks for.
    public final class Found {
        private final String where;
        private final Object actual;

        private Found(String where, Object actual) {
            this.where = where.isEmpty() ? "" : " " + where;
            this.actual = actual;
        }

        /// Fails unless it is equal; bytes and texts are compared byte by byte and shown where they differ. Bytes may
        /// be expected by a text, in UTF-8.
        public Check is(Object expected) {
            if (actual instanceof byte[] bytes && expected instanceof String text) {
                return compare(Bytes.of(text), bytes);
            }
            if (actual instanceof byte[] bytes && expected instanceof byte[] wanted) {
                return compare(wanted, bytes);
            }
            if (actual instanceof String text && expected instanceof String wanted) {
                return compare(Bytes.of(wanted), Bytes.of(text));
            }
            // The test's object is asked, and not the answer's, which may say yes to anything.
            return holds(Objects.deepEquals(expected, actual), show(expected) + where, show(actual) + where);
        }

        private Check compare(byte[] expected, byte[] found) {
            var at = Arrays.mismatch(expected, found);
            if (at < 0) {
                likely = Optional::empty;
                return Check.this;
            }
            transcript.settle();
            var caret = " ".repeat(Bytes.column(found, at)) + "^ " + remark(expected, found, at);
            throw failure(Bytes.show(expected, at) + where, Bytes.show(found, at) + where + "\n" + caret);
        }

        private String remark(byte[] expected, byte[] found, int at) {
            if (at == expected.length) {
                return Bytes.count(found.length - at) + " too many";
            }
            if (at < found.length) {
                return isZeroFrom(found, at) && !isZeroFrom(expected, at)
                        ? "nothing was put here: a new array is full of zeros"
                        : "differs from here on";
            }
            var taken = transcript.bytesRead() > 0 ? transcript.bytesRead() : found.length;
            return transcript.pausedAfter(taken)
                    ? "stopped at the pause"
                    : "stopped here, " + Bytes.count(expected.length - at) + " too early";
        }
    }

    private static boolean isZeroFrom(byte[] bytes, int at) {
        return Arrays.equals(bytes, at, bytes.length, new byte[bytes.length - at], 0, bytes.length - at);
    }

    /// A failure with all that this check knows.
    ExerciseFailure failure(String expected, String butWas) {
        var report = report().with(Report.EXPECTED, expected).with(Report.BUT_WAS, butWas);
        return cause.map(thrown -> new ExerciseFailure(finish(report), thrown))
                .orElseGet(() -> new ExerciseFailure(finish(report)));
    }

    /// What both sides did.
    Report report() {
        transcript.settle();
        var report = Report.empty();
        var test = transcript.ofTest();
        if (!test.isEmpty()) {
            report = report.with(Report.THE_TEST, test);
        }
        var you = join(transcript.ofYou(), end);
        return you.isEmpty() ? report : report.with(Report.YOU, you);
    }

    /// The report with its last rows.
    Report finish(Report report) {
        var whole = report;
        var mistake = likely.get();
        if (mistake.isPresent()) {
            whole = whole.with(Report.LIKELY, mistake.get());
        }
        for (var row : extra) {
            whole = whole.with(row.label(), String.join("\n", row.lines()));
        }
        if (byHand.isPresent()) {
            whole = whole.with(Report.BY_HAND, byHand.get());
        }
        return Seed.addTo(whole);
    }

    private static String join(String before, String after) {
        return before.isEmpty() || after.isEmpty() ? before + after : before + ", " + after;
    }

    /// A value as a report shows it.
    static String show(Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> Bytes.show(bytes);
            case CharSequence text -> Bytes.show(Bytes.of(text.toString()));
            case Optional<?> optional ->
                optional.map(inner -> "Optional of " + show(inner)).orElse("an empty Optional");
            case Collection<?> many -> many.stream().map(Check::show).toList().toString();
            case Object[] many -> Arrays.stream(many).map(Check::show).toList().toString();
            default -> String.valueOf(value);
        };
    }
}
