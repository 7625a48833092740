package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import workbook.engine.Exercise;

/// Tells one text of an answer from another.
final class AnswerText {
    /// More than enough for all that one learner writes.
    private static final int BYTES = 8;

    private AnswerText() {}

    /// Differs where the exercise's files differ; none if they cannot be read.
    static Optional<String> fingerprint(Exercise exercise) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var stub : exercise.stubs()) {
                digest.update((stub.getFileName() + "\0").getBytes(UTF_8));
                digest.update(Files.readAllBytes(stub));
            }
            return Optional.of(HexFormat.of().formatHex(digest.digest(), 0, BYTES));
        } catch (IOException e) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
