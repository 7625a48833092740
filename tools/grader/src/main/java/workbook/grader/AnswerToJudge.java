package workbook.grader;

/// One student's sources for one exercise: file names of the exercise's stubs (`RecvExactly.java`), and of other classes that
/// the student has put beside them and uses, and their bytes.
record AnswerToJudge(workbook.engine.Exercise exercise, java.util.SortedMap<String, byte[]> sources) {}
