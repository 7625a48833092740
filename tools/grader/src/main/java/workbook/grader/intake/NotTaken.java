package workbook.grader.intake;

/// A submission, or a file of one, that is not looked at any further.
final class NotTaken extends Exception {
    private static final long serialVersionUID = 1;

    /// @param sentence for the student and the instructor, without the submission's name: what is wrong, what to do
    NotTaken(String sentence) {
        super(sentence, null, false, false);
    }
}
