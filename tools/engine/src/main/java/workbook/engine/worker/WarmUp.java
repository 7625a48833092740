package workbook.engine.worker;

import org.junit.jupiter.api.Test;

/// Runs while the answer is being compiled, so that JUnit's classes are loaded when it is.
class WarmUp {
    @Test
    void loads_what_every_test_needs() {
        // Being run is all it is for.
    }
}
