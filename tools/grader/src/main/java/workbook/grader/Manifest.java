package workbook.grader;

import java.util.List;
import java.util.Map;
import workbook.engine.worker.Message;

/// The tests of an exercise, as the instructor's reference has met them: what counts, and how much, is known before any
/// answer runs.
///
/// @param planned all tests, in order
/// @param core    those that decide, and how many ends each has: more than one where a test has several inputs
/// @param packets whether they need raw sockets
record Manifest(List<Message.PlannedTest> planned, Map<String, Integer> core, boolean packets) {
    /// The plan of a runner that is asked for these methods only.
    List<Message.PlannedTest> only(List<String> methods) {
        return planned.stream().filter(test -> methods.contains(test.method())).toList();
    }
}
