package workbook.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import workbook.testkit.Report;

/// Shows an [Outcome] as a learner reads it: what was done, what came back, what was expected, and where to go on.
public final class FailureReport {
    private static final int INDENT = 2;
    private static final int LABEL = 11;
    private static final int NARROWEST = 40;
    private static final int WIDEST = 80;
    private static final String WHERE = "where";
    private static final String WIRE = "wire";

    private final Path root;
    private final Style style;
    private final int width;

    /// @param root the workbook's folder; files are named relative to it
    public FailureReport(Path root, Style style) {
        this.root = root;
        this.style = style;
        this.width = Math.max(NARROWEST, style.width());
    }

    /// Several lines, each ended by a line feed.
    public String render(Outcome outcome) {
        var lines = new ArrayList<String>();
        lines.add(header(outcome));
        var rows = rows(outcome);
        var start = rows.stream().mapToInt(row -> RowText.start(row, room())).max().orElse(0);
        rows.forEach(row -> lines.addAll(row(row, start)));
        return ascii(String.join("\n", lines.stream().map(String::stripTrailing).toList()) + "\n");
    }

    private String header(Outcome outcome) {
        var id = outcome.exercise().id();
        var test = outcome.deciding().map(each -> " › " + each.name()).orElse("");
        var isStub = outcome.state() == State.WRONG && outcome.report().isOfStub();
        var state = isStub ? "not written yet" : word(outcome.state());
        var gap = Math.min(width, WIDEST) - id.length() - test.length() - state.length();
        var coloured = switch (outcome.state()) {
            case SOLVED -> style.green(state);
            case NOT_RUN -> style.yellow(state);
            default -> style.red(state);
        };
        if (gap < 2) {
            return style.bold(id + cut(test, width - id.length())) + "\n" + " ".repeat(INDENT) + coloured;
        }
        return style.bold(id + test) + " ".repeat(gap) + coloured;
    }

    private String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    /// What people call a state.
    public static String word(State state) {
        return switch (state) {
            case SOLVED -> "solved";
            case NOT_RUN -> "not run";
            case WRONG -> "wrong answer";
            case HUNG -> "hung";
            case CRASHED -> "crashed";
            case DOES_NOT_COMPILE -> "does not compile";
            case CHECKER_BROKE -> "the checker broke";
        };
    }

    private List<Report.Row> rows(Outcome outcome) {
        var rows = new ArrayList<Report.Row>();
        if (outcome.state() == State.SOLVED) {
            rows.addAll(solved(outcome));
        } else {
            outcome.report()
                    .rows()
                    .stream()
                    .filter(row -> !row.label().equals(Report.BY_HAND) && !row.label().equals(WIRE))
                    .forEach(rows::add);
        }
        if (!outcome.lent().isEmpty()) {
            rows.add(row("lent", String.join(", ", outcome.lent()) + ": the workbook's own, until you have solved "
                    + (outcome.lent().size() == 1 ? "it" : "them")));
        }
        switch (outcome.state()) {
            case WRONG, HUNG, CRASHED -> {
                read(outcome).ifPresent(rows::add);
                rows.add(repeat(outcome));
                wire(outcome).ifPresent(rows::add);
                where(outcome).ifPresent(rows::add);
            }
            case DOES_NOT_COMPILE -> where(outcome).ifPresent(rows::add);
            case NOT_RUN, CHECKER_BROKE -> rows.add(row("repeat", "./workbook check " + outcome.exercise().id()));
            case SOLVED -> {
            }
        }
        return rows;
    }

    private static List<Report.Row> solved(Outcome outcome) {
        var rows = new ArrayList<Report.Row>();
        var core = outcome.tests().stream().filter(test -> test.kind() == TestOutcome.Kind.CORE).count();
        rows.add(row("tests", count(core, "test") + " passed in " + outcome.took().toMillis() + " ms, "
                + (outcome.network().equals("private") ? "in a network of their own" : "on this machine's network")));
        if (outcome.witnessesPassed() > 0) {
            rows.add(row("witnesses", "other programs see the same: " + outcome.tests()
                    .stream()
                    .filter(test -> test.kind() == TestOutcome.Kind.WITNESS)
                    .filter(test -> test.state() == TestOutcome.State.PASSED)
                    .map(TestOutcome::name)
                    .collect(Collectors.joining(", "))));
        }
        outcome.tests()
                .stream()
                .filter(test -> test.state() == TestOutcome.State.NOT_RUN)
                .forEach(test -> rows.add(row("not run", test.name() + ": "
                        + String.join("; ",
                                test.report().rows().stream().flatMap(row -> row.lines().stream()).toList()))));
        return rows;
    }

    private static String count(long number, String noun) {
        return number == 1 ? "1 " + noun : number + " " + noun + "s";
    }

    private static Optional<Report.Row> read(Outcome outcome) {
        var exercise = outcome.exercise();
        var section = exercise.sectionTitle().isEmpty() ? "" : ", \"" + exercise.sectionTitle() + "\"";
        return Optional.of(row("read", "chapters/" + exercise.chapter() + section));
    }

    private Report.Row repeat(Outcome outcome) {
        var command = "./workbook check " + outcome.exercise().id() + " --seed " + outcome.seed();
        var byHand = outcome.report().text(Report.BY_HAND);
        if (byHand.isEmpty()) {
            return row("repeat", command);
        }
        var hand = "by hand: " + byHand.get();
        var isOneLine = INDENT + LABEL + command.length() + 8 + hand.length() <= width && !hand.contains("\n");
        return row("repeat", isOneLine ? command + " ".repeat(8) + hand : command + "\n" + hand);
    }

    /// Offered where the worker saw packets, so never for a function that talks to nobody, and not for code that is
    /// still missing.
    private static Optional<Report.Row> wire(Outcome outcome) {
        return outcome.report()
                .text(WIRE)
                .filter(packets -> !outcome.report().isOfStub())
                .map(packets -> row(WIRE,
                        "./workbook wire " + outcome.exercise().id() + " draws the test's " + packets));
    }

    private Optional<Report.Row> where(Outcome outcome) {
        return outcome.file()
                .map(file -> row(WHERE, (file.startsWith(root) ? root.relativize(file) : file)
                        + (outcome.line() > 0 ? ":" + outcome.line() : "")));
    }

    private static Report.Row row(String label, String text) {
        return new Report.Row(label, text.lines().toList());
    }

    private int room() {
        return width - INDENT - LABEL;
    }

    private List<String> row(Report.Row row, int start) {
        var lines = new ArrayList<String>();
        var label = row.label();
        if (label.equals(WHERE) && row.lines().getFirst().length() > room()) {
            // On a line of its own more of it fits, and it stays in one piece.
            return List.of(" ".repeat(INDENT) + style.faint(label), " ".repeat(INDENT) + row.lines().getFirst());
        }
        for (var line : RowText.fit(row, room(), start)) {
            var isPointer = line.strip().startsWith("^");
            lines.add(" ".repeat(INDENT) + style.faint(label) + " ".repeat(Math.max(1, LABEL - label.length()))
                    + (isPointer ? style.red(line) : line));
            label = "";
        }
        return lines;
    }

    private String ascii(String text) {
        return style.hasGlyphs()
                ? text
                : text.replace('›', '>').replace("…", "...").replace('·', '-').replace('→', '>').replace('–', '-');
    }
}
