package workbook.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/// The command line's entry point; the launcher says where the workbook is.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var environment = System.getenv();
        var root = Path.of(System.getProperty("workbook.root", "")).toAbsolutePath().normalize();
        var isCheck = arguments.length > 0 && arguments[0].equals("check");
        var runners = EarlyRunner.of(() -> EngineRunner.of(root), isCheck);
        var setup = new Setup(root, Console.system(environment), environment, runners);
        System.exit(run(setup, arguments));
    }

    static int run(Setup setup, String... arguments) {
        var console = setup.console();
        var line = new CommandLine(new WorkbookCommand(setup));
        List<Callable<Integer>> commands = List.of(new CheckCommand(setup), new ListCommand(setup),
                new TaskCommand(setup), new HintCommand(setup), new WireCommand(setup), new SolutionCommand(setup),
                new ResetCommand(setup), new DoctorCommand(setup),
                new VerifyCommand(setup), new GradeCommand(setup), new CourseCommand(setup), new NewCommand(setup),
                new RunCommand(setup),
                new ExportCommand(setup), new ImportCommand(setup), new UpdateCommand(setup));
        for (var command : wanted(commands, arguments)) {
            // What stands behind the chapter's name is the program's, options and all.
            line.addSubcommand(new CommandLine(command).setStopAtPositional(command instanceof RunCommand));
        }
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

    /// The one that the first word names, else all: to look at what every command can take costs a tenth of a second.
    private static List<Callable<Integer>> wanted(List<Callable<Integer>> commands, String... arguments) {
        var named = commands.stream().filter(command -> arguments.length > 0 && name(command).equals(arguments[0]));
        return named.findFirst().map(List::of).orElse(commands);
    }

    private static String name(Callable<Integer> command) {
        return command.getClass().getAnnotation(Command.class).name();
    }

    private static Long wholeNumber(String text) {
        try {
            return Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' is not a whole number, or too large a one");
        }
    }
}
