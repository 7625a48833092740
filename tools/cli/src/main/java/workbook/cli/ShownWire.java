package workbook.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import workbook.engine.State;
import workbook.engine.TestOutcome;
import workbook.kit.wire.LadderText;
import workbook.kit.wire.Legend;
import workbook.kit.wire.Rung;

/// One test's packets, as lines for a terminal.
final class ShownWire {
    private static final int WIDEST = 120;
    private static final int MOST_CONVERSATIONS = 12;

    private final WatchedRun run;
    private final Paint paint;
    private final int width;

    ShownWire(WatchedRun run, Paint paint, int width) {
        this.run = run;
        this.paint = paint;
        this.width = Math.min(width, WIDEST);
    }

    List<String> lines() throws IOException {
        var test = run.test().orElseThrow();
        var exercise = run.outcome().exercise().id();
        var lines = new ArrayList<String>();
        lines.add(paint.bold(exercise + paint.glyph(" › ", " > ") + test.name()) + ": " + word(test));
        var ladder = new LadderText(width, paint.hasGlyphs(), new Colours(paint));
        var conversations = run.conversations();
        if (conversations.isEmpty()) {
            lines.addAll(ladder.sentence(nothing(test)));
        }
        for (var conversation : conversations.stream().limit(MOST_CONVERSATIONS).toList()) {
            lines.add("");
            lines.addAll(ladder.lines(conversation));
        }
        if (conversations.size() > MOST_CONVERSATIONS) {
            lines.add("");
            lines.add("  " + (conversations.size() - MOST_CONVERSATIONS)
                    + " more conversations; --pcap FILE keeps all of them");
        }
        if (!conversations.isEmpty()) {
            lines.add("");
            lines.addAll(ladder.lines(Legend.of(conversations)));
            lines.add("");
        }
        if (run.outcome().state() == State.CRASHED) {
            lines.addAll(
                    ladder.sentence("Your code ended the JVM, and with it the recording: packets of its last moment"
                            + " may be missing."));
        }
        var missed = run.recording().orElseThrow().missed();
        if (missed > 0) {
            lines.add(
                    "  " + paint.yellow(missed + " packets came faster than they could be recorded, and are missing."));
        }
        lines.addAll(ladder.sentence((run.isBetterThanLast() ? "This time nothing failed. " : "")
                + "This was a run of its own: its times are not those of a check, and it counts as no attempt. Once more:"));
        lines.add(paint.dim("  ./workbook wire " + exercise + " --test " + test.method() + " --seed "
                + run.outcome().seed()));
        return lines;
    }

    private String nothing(TestOutcome test) {
        if (test.isNotWritten()) {
            return "No packet passed: your code is not written yet.";
        }
        if (run.outcome().state() == State.CRASHED) {
            return "No packet was recorded before the JVM ended.";
        }
        return "No packet passed: in this test nobody opened a connection or sent a datagram.";
    }

    static String word(TestOutcome test) {
        return switch (test.state()) {
            case PASSED -> "passed";
            case FAILED -> test.isNotWritten() ? "not written yet" : "failed";
            case HUNG -> "hung";
            case NOT_RUN -> "not run";
        };
    }

    private record Colours(Paint paint) implements LadderText.Painter {
        @Override
        public String paint(Rung.Mark mark, String line) {
            return switch (mark) {
                case NONE, ROOM_AGAIN -> line;
                case FIN -> paint.cyan(line);
                case RESET, CLOSED, REFUSED -> paint.red(line);
                case RETRANSMISSION, GAP, KEEP_ALIVE, PROBE, NO_ROOM -> paint.yellow(line);
            };
        }

        @Override
        public String aside(String line) {
            return paint.dim(line);
        }
    }
}
