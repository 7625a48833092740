import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/// Saves answers beside a real `./workbook` that watches, and reads from its screen when their verdicts stand there.
///
/// A right and a wrong answer take turns, so that a verdict on the screen belongs to the contents just saved.
final class Loop implements AutoCloseable {
    private final Copy.Exercise exercise;
    private final Watched watch;
    private final Path answer;
    private final String reference;
    private final String mistaken;

    Loop(Copy copy, Copy.Exercise exercise) throws IOException, InterruptedException {
        this(copy, exercise, Map.of());
    }

    /// @param environment what the watch has in it beside this process's own
    Loop(Copy copy, Copy.Exercise exercise, Map<String, String> environment) throws IOException, InterruptedException {
        this.exercise = exercise;
        copy.goTo(exercise);
        var wrong = copy.wrong(exercise);
        answer = copy.answer(wrong.getFileName().toString());
        reference = copy.reference(wrong.getFileName().toString());
        mistaken = Files.readString(wrong);
        Files.writeString(answer, mistaken);
        watch = new Watched(copy.root(), environment);
        watch.await(verdict("wrong answer"));
    }

    /// The report's first line names the exercise and ends in its state.
    private Pattern verdict(String state) {
        return Pattern.compile("^" + exercise.id() + "(?: .*)? " + state + "$");
    }

    /// Saves the reference; a remark makes its text a new one.
    void right(int number, Figures into) throws IOException, InterruptedException {
        save(reference + "// save " + number + "\n", verdict("solved"), into);
    }

    void wrong(int number, Figures into) throws IOException, InterruptedException {
        save(mistaken + "// save " + number + "\n", verdict("wrong answer"), into);
    }

    void save(String text, Pattern verdict, Figures into) throws IOException, InterruptedException {
        var start = System.nanoTime();
        Files.writeString(answer, text);
        var end = watch.await(verdict);
        into.add(start, end);
    }

    /// Saves without waiting for a verdict of it.
    void save(String text) throws IOException {
        Files.writeString(answer, text);
    }

    String reference() {
        return reference;
    }

    Watched watch() {
        return watch;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        watch.close();
    }
}
