package workbook.grader;

/// The grader, or the machine it runs on, failed: that says nothing about the student, and never costs points.
final class InfrastructureException extends Exception {
    private static final long serialVersionUID = 1;

    /// @param message one sentence: what failed, and what to do
    InfrastructureException(String message) {
        super(message);
    }

    InfrastructureException(String message, Throwable cause) {
        super(message, cause);
    }
}
