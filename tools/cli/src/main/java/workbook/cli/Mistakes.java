package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import workbook.engine.BrokenWorkbook;
import workbook.engine.base.InTheWay;
import workbook.engine.base.NotPristine;
import workbook.engine.base.StagedChange;

/// What a command that failed says, and what it exits with: a sentence for what was to be foreseen, a log for a fault of
/// the workbook's own.
final class Mistakes implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
    private final Setup setup;

    Mistakes(Setup setup) {
        this.setup = setup;
    }

    @Override
    public int handleParseException(CommandLine.ParameterException mistake, String[] arguments) {
        var line = mistake.getCommandLine();
        var suggestions = mistake instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions()
                : List.<String>of();
        var command = line.getCommandSpec().qualifiedName();
        line.getErr()
                .println(firstLine(mistake) + "; " + (suggestions.isEmpty()
                        ? command + " --help shows what there is."
                        : "did you mean " + suggestions.stream().limit(3).collect(Collectors.joining(" or ")) + "?"));
        return ExitCode.USAGE;
    }

    private static String firstLine(Exception mistake) {
        if (mistake instanceof CommandLine.UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
                && unmatched.getCommandLine().getParent() == null) {
            return "There is no command '" + unmatched.getUnmatched().getFirst() + "'";
        }
        return Optional.ofNullable(mistake.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElse("That is not a command")
                .replaceFirst("\\.$", "");
    }

    @Override
    public int handleExecutionException(Exception problem, CommandLine line, CommandLine.ParseResult arguments) {
        if (arguments.expandedArgs().contains("--debug")) {
            problem.printStackTrace(line.getErr());
        }
        return say(problem, line.getErr());
    }

    private int say(Exception problem, PrintWriter err) {
        err.println(sentence(problem));
        return exitCode(problem);
    }

    /// Says what went wrong beside a command that did its work all the same.
    ///
    /// @return what to exit with
    int tell(Exception problem) {
        return say(problem, new PrintWriter(setup.console().err(), true, UTF_8));
    }

    /// What happened and what to do.
    String sentence(Exception problem) {
        return switch (problem) {
            case Refusal refusal -> refusal.getMessage();
            case BrokenWorkbook broken -> broken.getMessage();
            case NotPristine notPristine -> notPristine.getMessage() + ".";
            case InTheWay inTheWay -> inTheWay.getMessage() + ".";
            case FileSystemException failed when StagedChange.isDecided(setup.root()) ->
                UnfinishedUpdate.cannotGoOn(failed).getMessage();
            default -> machine(problem)
                    .orElseGet(() -> OwnTools.areGone() ? OwnTools.GONE : fault(problem));
        };
    }

    private String fault(Exception problem) {
        return "This is a fault of the workbook, not of yours: " + problem + log(problem)
                + " With --debug the stack trace is shown.";
    }

    private int exitCode(Exception problem) {
        return switch (problem) {
            case Refusal refusal -> refusal.exitCode();
            case NotPristine notPristine -> ExitCode.NOT_READY;
            case InTheWay inTheWay -> ExitCode.NOT_READY;
            case FileSystemException failed when StagedChange.isDecided(setup.root()) -> ExitCode.NOT_READY;
            default -> machine(problem).isPresent() || OwnTools.areGone() ? ExitCode.NOT_READY : ExitCode.BROKEN;
        };
    }

    /// A sentence for what the machine refuses. A full disk and a read-only one have no exception type of their own.
    private Optional<String> machine(Exception failed) {
        if (!(failed instanceof IOException)) {
            return Optional.empty();
        }
        var file = failed instanceof FileSystemException concerned && concerned.getFile() != null
                ? concerned.getFile()
                : setup.root().toString();
        var why = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
        if (why.contains("no space left") || why.contains("quota exceeded")) {
            return Optional.of("The disk is full, so " + file + " could not be written; nothing of yours was changed."
                    + " Free some space and run the command again.");
        }
        if (failed instanceof AccessDeniedException && isOutOfReach(file)) {
            return Optional
                    .of("May not read " + file + "; give yourself the right (chmod -R u+rwX " + setup.root() + ").");
        }
        if (failed instanceof AccessDeniedException || why.contains("read-only file system")
                || failed.getCause() instanceof ReadOnlyFileSystemException) {
            return Optional.of("May not write " + file
                    + "; the workbook needs a folder of its own to write in: copy it to one, or give yourself the right"
                    + " (chmod -R u+w " + setup.root() + ").");
        }
        return Optional.empty();
    }

    private static boolean isOutOfReach(String file) {
        var path = Path.of(file);
        return Files.exists(path) && !Files.isReadable(path);
    }

    private String log(Exception problem) {
        var trace = new StringWriter();
        problem.printStackTrace(new PrintWriter(trace, true));
        var now = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss-SSS").format(LocalDateTime.now());
        var file = setup.root().resolve(".workbook/log/" + now + ".txt");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, Stream.of(trace.toString(), "Java " + System.getProperty("java.runtime.version"),
                    System.getProperty("os.name") + " " + System.getProperty("os.version"), "")
                    .collect(Collectors.joining("\n")), UTF_8);
            return "; " + setup.root().relativize(file) + " has the details.";
        } catch (IOException e) {
            return ".";
        }
    }
}
