package workbook.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import workbook.engine.Exercise;

/// Proves the workbook itself: the machine first, then every test that it has.
@Command(name = "verify", description = "The workbook's own tests: stubs red, references green, mistakes caught.", mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private final Setup setup;

    @Option(names = "--attacks", description = "Hold all sixty attacks against the grader, not only the quick ones.")
    private boolean allAttacks;

    VerifyCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        var console = setup.console();
        var start = System.nanoTime();
        var workbook = Workbook.open(setup);
        if (!DoctorCommand.makeReady(setup, workbook.exercises())) {
            return ExitCode.NOT_READY;
        }
        var changed = changed(workbook);
        new Compilation(workbook).confirm();
        var times = new MavenTimes(start);
        var maven = Maven.of(setup);
        var arguments = new ArrayList<>(List.of("verify", "-Dworkbook.strict=true"));
        if (allAttacks) {
            arguments.add("-Dworkbook.attacks=all");
        }
        if (!changed.isEmpty()) {
            arguments.add("-Dworkbook.changed=" + changed.stream().map(Exercise::id).collect(Collectors.joining(",")));
        }
        console.say("");
        var exitCode = setup.programs().run(setup.root(), maven.command(arguments.toArray(String[]::new)), line -> {
            console.say(line);
            times.read(line);
        });
        console.say("");
        times.lines().forEach(console::say);
        console.say("");
        console.say(exitCode == 0 ? "The workbook is as it should be." : "The workbook's own tests fail; see above.");
        return exitCode == 0 ? ExitCode.OK : ExitCode.WRONG;
    }

    /// The exercises that the learner has written on. Their stubs are no stubs any more; all else is proved all the same.
    private List<Exercise> changed(Workbook workbook) throws IOException {
        var changed = new ArrayList<Exercise>();
        if (setup.isContinuousIntegration()) {
            return changed;
        }
        for (var exercise : workbook.exercises()) {
            if (workbook.base().isChanged(exercise)) {
                changed.add(exercise);
                setup.console().say(exercise.id() + ": yours, stub row skipped");
            }
        }
        return changed;
    }
}
