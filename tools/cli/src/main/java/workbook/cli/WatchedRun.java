package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import workbook.engine.Exercise;
import workbook.engine.Outcome;
import workbook.engine.Run;
import workbook.engine.State;
import workbook.engine.TestOutcome;
import workbook.kit.wire.Conversation;
import workbook.kit.wire.Recording;

/// An exercise's tests, run once more with the wire recorded. It is no attempt: nothing is remembered of it.
public final class WatchedRun {
    private final Workbook workbook;
    private final Outcome outcome;
    private final Map<String, Recording> recordings;
    private final Optional<String> shown;

    private WatchedRun(Workbook workbook, Outcome outcome, Map<String, Recording> recordings, Optional<String> asked) {
        this.workbook = workbook;
        this.outcome = outcome;
        this.recordings = recordings;
        this.shown = asked.or(() -> outcome.deciding().map(TestOutcome::method)).or(this::firstWithPackets);
    }

    /// Runs the test that is named and no other; without a name all of them, and what is then shown is the test that
    /// decided the verdict, or where none failed the first in which packets passed.
    ///
    /// @param name a test's name, with blanks or underscores; a part of it that no other has is enough
    /// @throws Refusal where the network is the machine's, on which others talk, too
    public static WatchedRun of(Workbook workbook, Runner runner, Exercise exercise, Optional<String> name,
            Optional<Long> seed) throws IOException {
        var unreadable = UnreadableStub.in(workbook, exercise);
        if (unreadable.isPresent()) {
            return new WatchedRun(workbook, unreadable.get(), Map.of(), Optional.empty());
        }
        var method = name.isPresent()
                ? Optional.of(TestName.find(exercise, name.get()))
                : Optional.<String>empty();
        var plain = new Lending(workbook).run(exercise, seed);
        var folder = Files.createTempDirectory("workbook-wire");
        try {
            var run = new Run(exercise, plain.sources(), plain.tests(), seed, plain.limit(), plain.answerInProcess(),
                    plain.network(), Optional.of(folder), plain.lent());
            var outcome = method.isPresent() ? runner.runOnly(run, method.get()) : runner.run(run);
            refuseOnTheHost(outcome, folder);
            return new WatchedRun(workbook, outcome, recordings(outcome, folder), method);
        } finally {
            delete(folder);
        }
    }

    private static void refuseOnTheHost(Outcome outcome, Path folder) throws IOException {
        if (!outcome.tests().isEmpty() && outcome.network().equals("host")) {
            var file = folder.resolve("reason");
            var reason = Files.exists(file) ? Files.readString(file, UTF_8).strip() + ". " : "";
            throw Refusal.notReady("NOT RUN: packets are recorded in a private network only, and this machine gives"
                    + " none. " + reason + "./workbook doctor says more.");
        }
    }

    private static Map<String, Recording> recordings(Outcome outcome, Path folder) throws IOException {
        var recordings = new LinkedHashMap<String, Recording>();
        for (var test : outcome.tests()) {
            recordings.put(test.method(), Recording.read(folder, test.method()));
        }
        return recordings;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private Optional<String> firstWithPackets() {
        var methods = outcome.tests().stream().map(TestOutcome::method).toList();
        return methods.stream()
                .filter(method -> !recordings.get(method).frames().isEmpty())
                .findFirst()
                .or(() -> methods.stream().findFirst());
    }

    Outcome outcome() {
        return outcome;
    }

    /// The test that is shown; none where no test began, because the answer does not compile for example.
    Optional<TestOutcome> test() {
        return outcome.tests().stream().filter(test -> shown.equals(Optional.of(test.method()))).findFirst();
    }

    Optional<Recording> recording() {
        return shown.map(recordings::get);
    }

    /// Whether a check that failed came before.
    boolean isBetterThanLast() throws IOException {
        var last = workbook.progress().of(outcome.exercise()).state();
        return outcome.state() == State.SOLVED && last.isPresent() && last.get() != State.SOLVED;
    }

    List<Conversation> conversations() {
        return recording().map(Recording::conversations).orElse(List.of());
    }

    /// The ladder, for a terminal.
    public List<String> lines(Paint paint, int width) throws IOException {
        if (test().isEmpty()) {
            return new ShownOutcome(workbook, paint, width).lines(outcome);
        }
        return new ShownWire(this, paint, width).lines();
    }

    /// A line for each test: how many packets passed, and how it ended.
    List<String> tests() {
        var lines = new ArrayList<String>();
        for (var test : outcome.tests()) {
            lines.add("%7d packets  %s: %s".formatted(recordings.get(test.method()).frames().size(), test.name(),
                    ShownWire.word(test)));
        }
        return lines;
    }
}
