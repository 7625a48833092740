package workbook.grader;

/// What a student reads of the first test that did not pass.
final class Wording {
    private Wording() {}

    static String of(TestResult result) {
        var what = switch (result.verdict()) {
            case TIMEOUT -> "took too long";
            case MEMORY_LIMIT -> "ran out of memory";
            case OUTPUT_LIMIT -> "printed too much";
            case CRASHED -> "ended the JVM";
            default -> "failed";
        };
        return "This one " + what + ": " + result.name() + "\n" + result.text();
    }
}
