package workbook.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import workbook.engine.FailureReport;
import workbook.engine.Outcome;
import workbook.engine.State;
import workbook.engine.TestOutcome;
import workbook.testkit.Report;

/// Outcomes as the JSON of `check --json`. What does not apply is null, every key is always there.
final class CheckJson {
    private static final JSON WRITER = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT)
            .with(JSON.Feature.WRITE_NULL_PROPERTIES);

    private final Workbook workbook;

    CheckJson(Workbook workbook) {
        this.workbook = workbook;
    }

    String of(List<Outcome> outcomes) throws IOException {
        var all = new LinkedHashMap<String, Object>();
        var isPrivate = outcomes.stream().anyMatch(outcome -> outcome.network().equals("private"));
        all.put("network", isPrivate ? "private" : "host");
        all.put("exercises", outcomes.stream().map(this::exercise).toList());
        return WRITER.asString(all);
    }

    private Map<String, Object> exercise(Outcome outcome) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", outcome.exercise().id());
        fields.put("state", outcome.state().name());
        fields.put("millis", outcome.took().toMillis());
        fields.put("seed", outcome.seed());
        var isFine = outcome.state() == State.SOLVED;
        fields.put("message", isFine ? null : message(outcome));
        fields.put("likely", outcome.report().text(Report.LIKELY).orElse(null));
        fields.put("file", outcome.file().map(workbook::show).orElse(null));
        fields.put("line", outcome.line() > 0 ? outcome.line() : null);
        fields.put("reason", outcome.state() == State.NOT_RUN ? text(outcome.report()).orElse(null) : null);
        var witnesses = new LinkedHashMap<String, Object>();
        witnesses.put("passed", outcome.witnessesPassed());
        witnesses.put("notRun", outcome.witnessesNotRun());
        fields.put("witnesses", witnesses);
        var tests = new ArrayList<Object>();
        outcome.tests().forEach(test -> tests.add(test(test)));
        fields.put("tests", tests);
        return fields;
    }

    /// The deciding test's sentence, then its report; or the report alone, where no test decided.
    private static String message(Outcome outcome) {
        var report = text(outcome.report());
        return outcome.deciding()
                .map(test -> test.name() + report.map(text -> "\n" + text).orElse(""))
                .or(() -> report)
                .orElse(FailureReport.word(outcome.state()));
    }

    private static Map<String, Object> test(TestOutcome test) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", test.name());
        fields.put("kind", test.kind() == TestOutcome.Kind.WITNESS ? "witness" : "core");
        fields.put("state", test.state().name());
        fields.put("millis", test.took().toMillis());
        fields.put("message", text(test.report()).orElse(null));
        return fields;
    }

    private static Optional<String> text(Report report) {
        return Optional.of(report.toString().stripTrailing()).filter(text -> !text.isEmpty());
    }
}
