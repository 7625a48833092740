package workbook.grader;

/// Decides about answers. Not for several threads at once: a slot has a judge of its own.
interface Judge extends AutoCloseable {
    /// @throws InfrastructureException if it was ours: no verdict about the student
    Judgement judge(AnswerToJudge answer) throws InfrastructureException;
    void close();
}
