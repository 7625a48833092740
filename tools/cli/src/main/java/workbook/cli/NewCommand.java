package workbook.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import workbook.cli.skeleton.Skeleton;

/// Writes the skeleton of a new exercise.
@Command(name = "new", description = "For authors: write the skeleton of a new exercise, at the end of a chapter.", mixinStandardHelpOptions = true)
final class NewCommand implements Callable<Integer> {
    private final Setup setup;

    @Parameters(index = "0", paramLabel = "CHAPTER", description = "The chapter's folder without its number.")
    private String topic = "";

    @Parameters(index = "1", paramLabel = "ID", description = "Lower-case words joined by hyphens; it stays for ever.")
    private String id = "";

    NewCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        var workbook = Workbook.open(setup);
        var written = new Skeleton(workbook.catalogue(), workbook.chapterNamed(topic), id).write();
        workbook.base().adopt(written.keySet());
        var console = setup.console();
        console.say("Written:");
        written.forEach((file, remains) -> console.say("  " + workbook.show(file) + "\n      " + remains));
        console.say("");
        console.say(
                "Next, write the wrong answers: they specify the messages. docs/author/README.adoc tells of the rest.");
        console.say("What is still missing, until it says nothing:");
        console.say("  mvn -B -pl tools/selfcheck -am verify -Dtest=WorkbookSelfCheckTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false \"-Dworkbook.only=the workbook," + id + "\"");
        return ExitCode.OK;
    }
}
