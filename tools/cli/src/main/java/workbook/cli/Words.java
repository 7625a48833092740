package workbook.cli;

import java.util.Optional;
import workbook.engine.FailureReport;
import workbook.engine.State;

/// The words that stand for states and numbers, the same in every command.
public final class Words {
    private Words() {}

    public static String of(Optional<State> state) {
        return state.map(FailureReport::word).orElse("untried");
    }

    /// "1 attempt", "2 attempts".
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /// "5 minutes", "2 hours", "1 h 20 min".
    public static String duration(int minutes) {
        if (minutes < 60) {
            return count(minutes, "minute");
        }
        return minutes % 60 == 0 ? count(minutes / 60, "hour") : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
