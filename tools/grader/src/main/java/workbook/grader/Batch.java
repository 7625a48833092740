package workbook.grader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Has every answer judged that the journal knows nothing of, several at once; then every one that ran out of time
/// in a test once more, alone, because a busy machine is slow.
final class Batch {
    /// So many answers in a row of which each failed thrice are the machine's fault.
    private static final int MOST_FAILURES = 5;

    private final GraderSetup setup;
    private final JudgeFactory judges;
    private final Journal journal;
    private final Progress progress;
    private final Map<String, Judgement> judgements = new ConcurrentHashMap<>();
    private final AtomicReference<IOException> broken = new AtomicReference<>();
    private final AtomicInteger failures = new AtomicInteger();

    Batch(GraderSetup setup, JudgeFactory judges, Journal journal, Progress progress) {
        this.setup = setup;
        this.judges = judges;
        this.journal = journal;
        this.progress = progress;
    }

    /// @param what      shown while an answer has its turn, by its key
    /// @return a judgement for each answer, by its key
    /// @throws IOException if the journal cannot be written
    Map<String, Judgement> run(Map<String, AnswerToJudge> answers, Map<String, String> what)
            throws IOException, InterruptedException {
        var todo = new ArrayList<String>();
        var doubtful = new ArrayList<String>();
        for (var key : answers.keySet()) {
            var known = journal.find(key);
            known.ifPresent(entry -> judgements.put(key, entry.judgement()));
            if (known.isEmpty()) {
                todo.add(key);
            } else if (!known.get().isConfirmed()) {
                doubtful.add(key);
            }
        }
        progress.begin(todo.size());
        try {
            runAll(todo, answers, what, setup.jobs(), false);
            todo.stream().filter(this::hasRunOutOfTime).forEach(doubtful::add);
            if (!doubtful.isEmpty() && !isGivenUp()) {
                progress.confirming(doubtful.size());
                runAll(doubtful, answers, what, 1, true);
            }
        } finally {
            progress.end();
        }
        return complete(answers);
    }

    private boolean hasRunOutOfTime(String key) {
        return Optional.ofNullable(judgements.get(key)).filter(Judgement::hasRunOutOfTime).isPresent();
    }

    private boolean isGivenUp() {
        return failures.get() >= MOST_FAILURES;
    }

    private void runAll(List<String> keys, Map<String, AnswerToJudge> answers, Map<String, String> what, int jobs,
            boolean isAlone) throws IOException, InterruptedException {
        var queue = new ConcurrentLinkedQueue<>(keys);
        var slots = new ArrayList<Thread>();
        for (var number = 1; number <= Math.min(jobs, keys.size()); number++) {
            slots.add(Thread.ofPlatform().name("workbook-grader-" + number).start(() -> {
                try (var slot = new Slot(judges, setup)) {
                    run(slot, queue, answers, what, isAlone);
                }
            }));
        }
        try {
            for (var slot : slots) {
                slot.join();
            }
        } catch (InterruptedException e) {
            slots.forEach(Thread::interrupt);
            throw e;
        }
        if (broken.get() != null) {
            throw broken.get();
        }
    }

    private void run(Slot slot, Queue<String> queue, Map<String, AnswerToJudge> answers, Map<String, String> what,
            boolean isAlone) {
        for (var key = queue.poll(); key != null; key = queue.poll()) {
            if (broken.get() != null || isGivenUp() || Thread.currentThread().isInterrupted()) {
                return;
            }
            progress.judging(what.getOrDefault(key, ""));
            var answer = answers.get(key);
            var judgement = slot.judge(answer);
            judgements.put(key, judgement);
            if (judgement.verdict() == Verdict.INFRA_ERROR) {
                failures.incrementAndGet();
            } else {
                failures.set(0);
                try {
                    journal.append(new Journal.Entry(key, answer.exercise().id(), judgement,
                            isAlone || !judgement.hasRunOutOfTime()));
                } catch (IOException e) {
                    broken.compareAndSet(null, e);
                    return;
                }
            }
            progress.judged();
        }
    }

    /// What was given up has no verdict, either.
    private Map<String, Judgement> complete(Map<String, AnswerToJudge> answers) {
        var all = new HashMap<>(judgements);
        var why = judgements.values()
                .stream()
                .filter(judgement -> judgement.verdict() == Verdict.INFRA_ERROR)
                .map(Judgement::message)
                .findFirst()
                .orElse("");
        for (var key : answers.keySet()) {
            all.putIfAbsent(key, new Judgement(Verdict.INFRA_ERROR, 0, 0,
                    "It was not judged, because the grader had failed " + MOST_FAILURES + " times in a row. " + why));
        }
        return all;
    }
}
