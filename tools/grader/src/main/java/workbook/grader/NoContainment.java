package workbook.grader;

/// Stands where there is no sandbox: nothing is judged.
final class NoContainment implements JudgeFactory {
    @Override
    public void prepare(GraderSetup setup) throws InfrastructureException {
        throw new InfrastructureException("there is no sandbox for them here; --trust-submissions grades them without"
                + " one, if you trust everybody who handed in");
    }

    @Override
    public Judge open(GraderSetup setup) throws InfrastructureException {
        throw new InfrastructureException("there is no sandbox");
    }

    @Override
    public boolean isContained() {
        return true;
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
