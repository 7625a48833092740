package workbook.grader;

/// Is told how far a grading is. For several threads at once.
interface Progress {
    /// @param total how many answers are to be judged
    void begin(int total);

    /// An answer's turn came.
    ///
    /// @param what the exercise, and who handed it in
    void judging(String what);

    void judged();

    /// Timeouts are looked at once more, one at a time.
    void confirming(int count);

    void end();

    /// Says nothing.
    Progress NONE = new Progress() {
        @Override
        public void begin(int total) {}

        @Override
        public void judging(String what) {}

        @Override
        public void judged() {}

        @Override
        public void confirming(int count) {}

        @Override
        public void end() {}
    };
}
