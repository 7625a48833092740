package workbook.engine;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/// The workbook's own material cannot be read as one; every reason is listed.
public final class BrokenWorkbook extends IOException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    BrokenWorkbook(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
