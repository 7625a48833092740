package workbook.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// The command line's entry point; the launcher says where the workbook is.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var environment = System.getenv();
        var root = Path.of(System.getProperty("workbook.root", "")).toAbsolutePath().normalize();
        var setup = new Setup(root, Console.system(environment), environment,
                () -> EngineRunner.of(root));
        System.exit(run(setup, arguments));
    }

    static int run(Setup setup, String... arguments) {
        var console = setup.console();
        var line = new CommandLine(new WorkbookCommand(setup));
        for (var command : List.of(new CheckCommand(setup), new ListCommand(setup), new TaskCommand(setup),
                new HintCommand(setup), new WireCommand(setup), new SolutionCommand(setup), new ResetCommand(setup),
                new DoctorCommand(setup), new VerifyCommand(setup), new CourseCommand(setup), new NewCommand(setup))) {
            line.addSubcommand(command);
        }
        // What stands behind the chapter's name is the program's, options and all.
        line.addSubcommand(new CommandLine(new RunCommand(setup)).setStopAtPositional(true));
        line.setExpandAtFiles(false);
        line.setOut(new PrintWriter(console.out(), true));
        line.setErr(new PrintWriter(console.err(), true));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(console.paint().hasColours() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(Math.clamp(console.columns(), 56, 100));
        line.registerConverter(Long.class, Main::wholeNumber);
        line.setParameterExceptionHandler(new Mistakes(setup));
        line.setExecutionExceptionHandler(new Mistakes(setup));
        return line.execute(arguments);
    }

    private static Long wholeNumber(String text) {
        try {
            return Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' is not a whole number, or too large a one");
        }
    }
}
