package workbook.grader;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import workbook.engine.Exercise;
import workbook.grader.intake.Submission;

/// What there is to say about a class: a row for each student and exercise, and the answers that must be judged for it.
final class WorkList {
    private final Stubs stubs;
    private final AnswerKeys keys;
    private final List<Exercise> exercises;
    private final Path root;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, AnswerToJudge> answers = new LinkedHashMap<>();

    /// One student's exercise.
    sealed interface Row {
        String student();

        Exercise exercise();
    }

    /// Nothing is run for it.
    record Settled(String student, Exercise exercise, Judgement judgement) implements Row {}

    /// Its judgement is that of the answer with this key; equal answers are judged once.
    record Open(String student, Exercise exercise, String key) implements Row {}

    WorkList(GraderSetup setup, Stubs stubs, AnswerKeys keys) {
        this.stubs = stubs;
        this.keys = keys;
        this.exercises = setup.exercises();
        this.root = setup.catalogue().root();
    }

    void add(Submission submission) throws IOException {
        for (var exercise : exercises) {
            rows.add(row(submission, exercise));
        }
    }

    /// In the order of students and exercises.
    List<Row> rows() {
        return rows;
    }

    /// By their keys.
    Map<String, AnswerToJudge> answers() {
        return answers;
    }

    private Row row(Submission submission, Exercise exercise) throws IOException {
        var student = submission.student();
        if (submission.refused().isPresent()) {
            return settled(student, exercise, Verdict.REJECTED, submission.refused().get());
        }
        for (var stub : exercise.stubs()) {
            if (submission.refusedFiles().containsKey(stub)) {
                return settled(student, exercise, Verdict.REJECTED, submission.refusedFiles().get(stub) + ".");
            }
        }
        var sources = new TreeMap<String, byte[]>();
        var written = 0;
        for (var stub : exercise.stubs()) {
            var file = submission.files().get(stub);
            written += file == null || stubs.isUnchanged(stub, file) ? 0 : 1;
            sources.put(stub.getFileName().toString(), file == null ? stubs.of(stub) : file);
        }
        if (written == 0) {
            return settled(student, exercise, Verdict.MISSING, missing(submission, exercise));
        }
        sources.putAll(broughtAlong(submission, exercise, sources));
        var answer = new AnswerToJudge(exercise, sources);
        var key = keys.key(answer);
        answers.putIfAbsent(key, answer);
        return new Open(student, exercise, key);
    }

    /// Other classes of the student's that these sources name, and those that those name in turn.
    private static SortedMap<String, byte[]> broughtAlong(Submission submission, Exercise exercise,
            SortedMap<String, byte[]> sources) {
        var folder = exercise.stubs().getFirst().getParent();
        var found = new TreeMap<String, byte[]>();
        var open = new ArrayDeque<>(sources.values());
        while (!open.isEmpty()) {
            var text = new String(open.remove(), ISO_8859_1);
            for (var other : submission.beside().entrySet()) {
                var file = other.getKey().getFileName().toString();
                if (other.getKey().getParent().equals(folder) && !found.containsKey(file) && names(text, file)) {
                    found.put(file, other.getValue());
                    open.add(other.getValue());
                }
            }
        }
        return found;
    }

    private static boolean names(String text, String file) {
        var name = new String(file.replace(".java", "").getBytes(UTF_8), ISO_8859_1);
        return Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])").matcher(text).find();
    }

    private String missing(Submission submission, Exercise exercise) {
        if (exercise.stubs().stream().anyMatch(submission.files()::containsKey)) {
            return "The stub was handed in as it came.";
        }
        for (var stub : exercise.stubs()) {
            var place = root.relativize(stub).toString().replace('\\', '/');
            var elsewhere = submission.findElsewhere(stub);
            if (elsewhere.isPresent()) {
                return "It was handed in as " + elsewhere.get() + ", where nobody looks for it: its place is " + place
                        + ".";
            }
        }
        return "Nothing was handed in.";
    }

    private static Settled settled(String student, Exercise exercise, Verdict verdict, String message) {
        return new Settled(student, exercise, new Judgement(verdict, 0, 0, message));
    }
}
