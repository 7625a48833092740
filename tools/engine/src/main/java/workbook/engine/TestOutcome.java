package workbook.engine;

import java.time.Duration;
import workbook.testkit.Report;

/// How one test of an exercise ended.
///
/// @param name   the test method's name with blanks: "stops at the pause"
/// @param method the method's name as written
/// @param kind   core tests decide, witnesses confirm
/// @param state  how it ended
/// @param took   its wall time
/// @param report empty for a pass; for NOT_RUN, why and what would enable it
/// @param file   name of the answer's file that the failure concerns (`RecvExactly.java`), or empty
/// @param line   line in that file, or 0
public record TestOutcome(String name, String method, Kind kind, State state, Duration took, Report report,
        String file, int line) {

    /// Whether it failed because the code is still missing.
    public boolean isNotWritten() {
        return state == State.FAILED && report.isOfStub();
    }

    public enum Kind {
        CORE, WITNESS
    }

    public enum State {
        PASSED, FAILED, HUNG, NOT_RUN
    }
}
