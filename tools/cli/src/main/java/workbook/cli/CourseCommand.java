package workbook.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Builds the course: its tool first, which is no part of a first start, then the pages.
@Command(name = "course", description = "Build the course, a folder of HTML, into docs/target/course.", mixinStandardHelpOptions = true)
final class CourseCommand implements Callable<Integer> {
    private final Setup setup;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Another folder to write to.")
    private Optional<Path> out = Optional.empty();

    CourseCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        var folder = out.map(Path::toAbsolutePath).orElse(setup.root().resolve("docs/target/course"));
        setup.console().say("Building the tool that makes the course (the first time it fetches what that needs) …");
        var classPath = build();
        setup.console().say("Making the pages …");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(java, "-Xlog:disable", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", classPath,
                "workbook.course.Main", setup.root().toString(), folder.toString());
        var exitCode = setup.programs().run(setup.root(), command, setup.console()::say);
        if (exitCode == 0) {
            setup.console().say(folder.resolve("index.html").toUri().toString());
        }
        return exitCode == 0 ? ExitCode.OK : ExitCode.WRONG;
    }

    private String build() throws IOException {
        var maven = Maven.of(setup);
        var list = Path.of("target", "class-path");
        var lines = new ArrayList<String>();
        var exitCode = setup.programs()
                .run(setup.root(), maven.command("-q", "-pl", "tools/course", "-am",
                        "-DskipTests", "package", "dependency:build-classpath", "-DincludeScope=runtime",
                        "-Dmdep.outputFile=" + list), lines::add);
        if (exitCode != 0) {
            lines.forEach(setup.console().err()::println);
            throw Refusal.notReady("The course's tool could not be built; Maven's words are above.");
        }
        var module = setup.root().resolve("tools/course/target");
        var own = module.resolve("course-1.jar").toString();
        return own + File.pathSeparator + Files.readString(module.resolve("class-path")).strip();
    }
}
