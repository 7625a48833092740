package workbook.grader;

/// An answer that is not run, and why.
///
/// @param verdict COMPILE_ERROR or REJECTED
/// @param message for the student
record Refused(Verdict verdict, String message) {}
