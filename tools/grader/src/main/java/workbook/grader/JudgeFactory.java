package workbook.grader;

/// Opens judges, one for each slot, and keeps what they share. For several threads at once.
interface JudgeFactory extends AutoCloseable {
    /// Confirms, before anything is judged, that this machine can do it.
    ///
    /// @throws InfrastructureException if it cannot: one sentence that says why and what to do
    void prepare(GraderSetup setup) throws InfrastructureException;

    Judge open(GraderSetup setup) throws InfrastructureException;

    /// Whether answers can do no harm. It is stamped on every result, and verdicts of one kind are never taken for those
    /// of the other.
    boolean isContained();

    @Override
    void close();
}
