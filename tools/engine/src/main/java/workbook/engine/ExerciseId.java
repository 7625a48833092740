package workbook.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The name of an exercise, which its files are named after.
///
/// @param text lower-case words joined by hyphens: `recv-exactly`
public record ExerciseId(String text) {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /// This text as an id, if it is one.
    public static Optional<ExerciseId> of(String text) {
        return ID.matcher(text).matches() ? Optional.of(new ExerciseId(text)) : Optional.empty();
    }

    /// `recv-exactly` is `RecvExactly`.
    public String className() {
        return Arrays.stream(text.split("-"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }
}
