package workbook.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workbook.cli.program.ChapterProgram;
import workbook.cli.program.ProgramSources;

/// Runs a chapter's program, on the learner's own answers or on the workbook's.
@Command(name = "run", description = {"Run a chapter's program, carried by your own answers.",
        "CHAPTER is a chapter's folder without its number. What follows is the program's own: try"
                + " @|bold ./workbook run CHAPTER --help|@."}, mixinStandardHelpOptions = true, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                        "any:what the program ends with", "1:your code does not compile, or an exception ended it",
                        "3:it came to a stub that is still to be written"})
final class RunCommand implements Callable<Integer> {
    static final String SOLUTION = "--solution";

    private final Setup setup;

    @Option(names = SOLUTION, description = "Run it on the workbook's answers instead.")
    private boolean solution;

    @Parameters(index = "0", arity = "0..1", paramLabel = "CHAPTER", description = "The chapter.")
    private Optional<String> topic = Optional.empty();

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ARGUMENT", description = "What to tell the program.")
    private List<String> arguments = List.of();

    RunCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        var workbook = Workbook.open(setup);
        var chapter = workbook.chapterNamed(topic
                .orElseThrow(() -> Refusal.usage("Which chapter's program? " + programs(workbook))));
        // Everything behind the chapter's name comes here unread; the option is as welcome there.
        var own = new ArrayList<>(arguments);
        var end = own.contains("--") ? own.indexOf("--") : own.size();
        var withSolution = own.subList(0, end).removeIf(SOLUTION::equals) || solution;
        return new ChapterProgram(workbook, chapter, withSolution).run(setup.environment(), own);
    }

    private static String programs(Workbook workbook) {
        var programs = workbook.catalogue()
                .chapters()
                .stream()
                .filter(ProgramSources::hasProgram)
                .map(chapter -> "./workbook run " + chapter.topic())
                .collect(Collectors.joining(", "));
        return programs.isEmpty() ? "No chapter has one yet." : "There is: " + programs + ".";
    }
}
