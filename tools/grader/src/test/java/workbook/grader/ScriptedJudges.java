package workbook.grader;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// Judges that do what an answer says: it returns the name of a verdict; `SLOW` is a TIMEOUT the first time and a PASS
/// after that, `BROKEN` fails the judge each time and `SHAKY` only the first.
final class ScriptedJudges implements JudgeFactory {
    private static final Pattern WORD = Pattern.compile("return \"(\\w+)");

    /// What was judged, as `exercise WORD`, in the order in which each began.
    final List<String> judged = Collections.synchronizedList(new ArrayList<>());
    /// The files of each.
    final List<List<String>> sources = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    private final Map<String, Integer> times = new HashMap<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    String whyUnable = "";
    boolean isContained = true;
    boolean isPrepared;

    @Override
    public void prepare(GraderSetup setup) throws InfrastructureException {
        if (!whyUnable.isEmpty()) {
            throw new InfrastructureException(whyUnable);
        }
        isPrepared = true;
    }

    @Override
    public Judge open(GraderSetup setup) {
        opened.incrementAndGet();
        return new Judge() {
            @Override
            public Judgement judge(AnswerToJudge answer) throws InfrastructureException {
                mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                try {
                    return ScriptedJudges.this.judge(answer);
                } finally {
                    atOnce.decrementAndGet();
                }
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private Judgement judge(AnswerToJudge answer) throws InfrastructureException {
        var text = new String(answer.sources().get(answer.exercise().stubs().getFirst().getFileName().toString()),
                UTF_8);
        var matcher = WORD.matcher(text);
        var word = matcher.find() ? matcher.group(1) : "FAIL";
        judged.add(answer.exercise().id() + " " + word);
        sources.add(List.copyOf(answer.sources().keySet()));
        int time;
        synchronized (times) {
            time = times.merge(answer.exercise().id() + text, 1, Integer::sum);
        }
        return switch (word) {
            case "SLOW" -> judgement(answer, time == 1 ? Verdict.TIMEOUT : Verdict.PASS);
            case "BROKEN" -> throw new InfrastructureException("the judge broke");
            case "SHAKY" -> {
                if (time == 1) {
                    throw new IllegalStateException("the judge shook");
                }
                yield judgement(answer, Verdict.PASS);
            }
            default -> judgement(answer, Verdict.valueOf(word));
        };
    }

    private static Judgement judgement(AnswerToJudge answer, Verdict verdict) {
        var points = verdict == Verdict.PASS ? answer.exercise().points() : verdict == Verdict.PARTIAL ? 1 : 0;
        return new Judgement(verdict, points, 1, "It was " + verdict + ".");
    }

    @Override
    public boolean isContained() {
        return isContained;
    }

    @Override
    public void close() {
        // They share nothing.
    }
}
