package workbook.selfcheck;

import java.util.List;
import workbook.engine.Problem;

/// One statement about the workbook, and the way to find out whether it is true.
///
/// @param chapter the folder of its chapter, or "the workbook"
/// @param subject what it is about: an exercise's id, or "the workbook"
/// @param name    the statement
/// @param check   finds what contradicts it
record Proof(String chapter, String subject, String name, Check check) {
    interface Check {
        /// @throws org.opentest4j.TestAbortedException if this machine cannot tell
        List<Problem> problems() throws Exception;
    }

    @Override
    public String toString() {
        return subject + ": " + name;
    }
}
