package workbook.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A request: run this exercise's tests on these sources.
///
/// @param exercise  what to run
/// @param sources   the answer, laid over its chapter
/// @param tests     the chapter's `src/test/java`
/// @param seed      for random input; none draws one, which the outcome names
/// @param limit     for each single test
/// @param answerInProcess whether [Exercise.Judge#PROCESS] answers get a JVM of their own
/// @param network   where to run
/// @param capture   a folder for recordings of what the wire carried in each test, if wanted
///                  ([workbook.kit.wire.Recording])
/// @param lent      ids of the exercises whose reference the sources hold, for the outcome
public record Run(Exercise exercise, SourceTree sources, Path tests, Optional<Long> seed, Duration limit,
        boolean answerInProcess, Network network, Optional<Path> capture, List<String> lent) {

    /// The limit of a single test unless a caller says otherwise.
    public static final Duration LIMIT = Duration.ofSeconds(5);

    /// `PRIVATE` falls back to the host's network where namespaces are refused, and the outcome says so.
    public enum Network {
        PRIVATE, HOST
    }

    public static Run of(Exercise exercise, SourceTree sources, Path tests) {
        return new Run(exercise, sources, tests, Optional.empty(), LIMIT, false, Network.PRIVATE, Optional.empty(),
                List.of());
    }
}
