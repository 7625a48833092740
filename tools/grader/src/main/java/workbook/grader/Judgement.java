package workbook.grader;

/// The judge's word on one exercise.
///
/// @param points of the exercise's own, 0 unless PASS or PARTIAL
/// @param millis what the run took on the clock
/// @param message one to a few lines of plain text for the student, made safe (no control characters)
/// @param hasRunOutOfTime whether a test was ended by the clock, which on a busy machine may be the machine's fault
record Judgement(Verdict verdict, int points, long millis, String message, boolean hasRunOutOfTime) {
    Judgement(Verdict verdict, int points, long millis, String message) {
        this(verdict, points, millis, message, verdict == Verdict.TIMEOUT);
    }
}
