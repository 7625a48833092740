package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import workbook.engine.Exercise;
import workbook.engine.Outcome;
import workbook.engine.State;
import workbook.testkit.Report;

/// Tells what no compiler says well: the learner's file is gone, empty, out of reach, or not text in UTF-8.
final class UnreadableStub {
    private UnreadableStub() {}

    static Optional<Outcome> in(Workbook workbook, Exercise exercise) throws IOException {
        for (var stub : exercise.stubs()) {
            var file = workbook.show(stub);
            var reset = "./workbook reset " + exercise.id();
            if (!Files.exists(stub)) {
                return Optional.of(outcome(exercise, stub, 0, file + " is not there", reset + " puts it back"));
            }
            if (!Files.isRegularFile(stub)) {
                return Optional.of(outcome(exercise, stub, 0, file + " is a folder, not a file",
                        "move it away; then " + reset + " puts the stub back"));
            }
            if (!Files.isReadable(stub)) {
                return Optional.of(outcome(exercise, stub, 0, file + " may not be read",
                        "give yourself the right: chmod u+rw " + file));
            }
            var text = Files.readAllBytes(stub);
            if (new String(text, UTF_8).isBlank()) {
                return Optional.of(outcome(exercise, stub, 0, file + " is empty", reset + " puts the stub back"));
            }
            var line = firstBadLine(text);
            if (line.isPresent()) {
                return Optional.of(outcome(exercise, stub, line.getAsInt(),
                        "line " + line.getAsInt() + " of " + stub.getFileName() + " is not UTF-8",
                        "set your editor's encoding to UTF-8 and save the file again"));
            }
        }
        return Optional.empty();
    }

    private static Outcome outcome(Exercise exercise, Path file, int line, String what, String next) {
        var report = Report.empty().with("the file", what).with("next", next);
        return new Outcome(exercise, State.DOES_NOT_COMPILE, "host", Duration.ZERO, 0, List.of(), report,
                Optional.of(file), line, "", List.of());
    }

    static OptionalInt firstBadLine(byte[] text) {
        var bytes = ByteBuffer.wrap(text);
        var characters = CharBuffer.allocate(text.length);
        var result = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(bytes, characters, true);
        if (!result.isError()) {
            return OptionalInt.empty();
        }
        var line = 1;
        for (var i = 0; i < bytes.position(); i++) {
            if (text[i] == '\n') {
                line++;
            }
        }
        return OptionalInt.of(line);
    }
}
