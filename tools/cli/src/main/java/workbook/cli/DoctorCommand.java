package workbook.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import workbook.cli.doctor.Doctor;
import workbook.cli.doctor.Findings;
import workbook.cli.doctor.FindingsJson;
import workbook.cli.doctor.Fix;
import workbook.engine.Catalogue;
import workbook.engine.Exercise;

/// Says what this machine lacks.
@Command(name = "doctor", description = "What this machine lacks, what does not run without it, and how to get it.", mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private final Setup setup;

    @Option(names = "--fix", description = "Install what is missing (apt-get); elsewhere, say the command.")
    private boolean fix;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    DoctorCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        if (fix && json) {
            throw Refusal.usage("Give either --fix or --json: what --fix says is for people.");
        }
        var doctor = new Doctor(setup.root(), setup.programs(), setup.console(), exercises());
        var found = new Findings(doctor.examine());
        if (json) {
            setup.console().say(FindingsJson.of(found));
            return found.areGood() ? ExitCode.OK : ExitCode.NOT_READY;
        }
        show(setup, found);
        return (fix ? mend(setup, doctor, found) : found).areGood() ? ExitCode.OK : ExitCode.NOT_READY;
    }

    /// Also where the chapters cannot be read: somebody in trouble should not get more of it from here.
    private List<Exercise> exercises() {
        try {
            return Catalogue.read(setup.root()).exercises();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// The same as `doctor --fix`, in one line where nothing is missing.
    ///
    /// @return whether everything can run here
    static boolean makeReady(Setup setup, List<Exercise> exercises) throws IOException {
        var doctor = new Doctor(setup.root(), setup.programs(), setup.console(), exercises);
        var found = new Findings(doctor.examine());
        if (found.areGood() && found.packages().isEmpty()) {
            setup.console().say("This machine has everything that the workbook needs; ./workbook doctor lists it.");
            return true;
        }
        show(setup, found);
        return mend(setup, doctor, found).areGood();
    }

    private static Findings mend(Setup setup, Doctor doctor, Findings found) throws IOException {
        var console = setup.console();
        console.say("");
        if (found.areGood() && found.packages().isEmpty()) {
            console.say("There is nothing to mend.");
            return found;
        }
        if (!found.beyondPackages().isEmpty()) {
            console.say("No package mends " + String.join(", ", found.beyondPackages())
                    + ": type the line that stands above for it.");
        }
        if (!new Fix(setup.programs(), console).install(found.packages())) {
            return found;
        }
        console.say("");
        console.say("Looking again:");
        var after = new Findings(doctor.examine());
        show(setup, after);
        return after;
    }

    private static void show(Setup setup, Findings findings) {
        var console = setup.console();
        findings.lines(console.paint(), console.columns()).forEach(console::say);
    }
}
