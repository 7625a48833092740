package workbook.grader;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import workbook.engine.Exercise;

/// The stubs as the instructor's checkout has them: what a student has not written on is no answer.
final class Stubs {
    private final Map<Path, byte[]> contents = new HashMap<>();

    Stubs(Collection<Exercise> exercises) throws IOException {
        for (var exercise : exercises) {
            for (var stub : exercise.stubs()) {
                contents.put(stub, Files.readAllBytes(stub));
            }
        }
    }

    /// The first exercise without anything to do in it: somebody has solved it in this checkout.
    static Optional<Path> solved(Collection<Exercise> exercises, Stubs stubs) {
        return exercises.stream()
                .filter(exercise -> exercise.stubs()
                        .stream()
                        .noneMatch(stub -> new String(stubs.of(stub), ISO_8859_1).contains("todo(")))
                .findFirst()
                .map(exercise -> exercise.stubs().getFirst());
    }

    byte[] of(Path stub) {
        return contents.get(stub);
    }

    /// Whether a student's file says the same; how lines end is not what they wrote.
    boolean isUnchanged(Path stub, byte[] file) {
        return Arrays.equals(of(stub), file) || text(of(stub)).equals(text(file));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1).replace("\r\n", "\n").stripTrailing();
    }
}
