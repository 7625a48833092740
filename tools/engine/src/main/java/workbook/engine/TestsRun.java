package workbook.engine;

import java.util.List;
import workbook.engine.worker.Message;

/// What the workers said of one run.
///
/// @param planned all tests, in order
/// @param ends    of those that began
/// @param network where they ran
/// @param reason  why not in a private network, or empty
/// @param printed by the answer
/// @param trouble the workbook's own, for the log; empty if it had none
record TestsRun(List<Message.PlannedTest> planned, List<Message.TestEnd> ends, String network, String reason,
        String printed, String trouble) {

    boolean isWitness(String method) {
        return planned.stream().anyMatch(test -> test.method().equals(method) && test.isWitness());
    }

    List<Message.PlannedTest> notRun() {
        return planned.stream()
                .filter(test -> ends.stream().noneMatch(end -> end.method().equals(test.method())))
                .toList();
    }
}
