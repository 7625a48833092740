package workbook.engine.progress;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import workbook.engine.Exercise;

/// What an exercise's files hold, as a short hash: ten checks of the same text are one attempt, and a text that was
/// changed since its last check can be told from one that was not.
public final class AnswerContent {
    private static final int LENGTH = 12;

    private AnswerContent() {}

    /// The first digits of the SHA-256 over the exercise's stub files, one that is missing counting as such.
    public static String of(Exercise exercise) throws IOException {
        try {
            var hash = MessageDigest.getInstance("SHA-256");
            for (var stub : exercise.stubs()) {
                var isThere = Files.isRegularFile(stub);
                var bytes = isThere ? Files.readAllBytes(stub) : new byte[0];
                // Its length before it, so that text moved from one file to the next is another answer.
                hash.update(((isThere ? bytes.length : -1) + ":").getBytes(US_ASCII));
                hash.update(bytes);
            }
            return HexFormat.of().formatHex(hash.digest()).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
