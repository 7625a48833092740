package workbook.grader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import workbook.engine.Chapter;
import workbook.grader.runner.CompileOrder;
import workbook.grader.runner.CompileReply;
import workbook.grader.sandbox.CompilerProcess;

/// One chapter of the instructor's checkout, compiled twice: with its stubs, and with the reference in their place.
///
/// @param tests      classes of the tests and what stands beside them
/// @param withStubs  classes of the chapter as it is handed out
/// @param reference  classes of the chapter as it is solved
record ChapterClasses(List<CompileReply.Compiled> tests, List<CompileReply.Compiled> withStubs,
        List<CompileReply.Compiled> reference) {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /// @param solution the chapter's folder below `solutions`
    /// @param used     other chapters, whose code some of its given code is joined to
    static ChapterClasses compile(CompilerProcess compiler, List<String> classPath, Chapter chapter, Path solution,
            List<Chapter> used)
            throws IOException, InterruptedException, InfrastructureException {
        var reference = solution.resolve("src").resolve("main").resolve("java");
        if (!Files.isDirectory(reference)) {
            throw new InfrastructureException(
                    reference + ": not there; grading needs the reference answers, so run it in "
                            + "the instructor's checkout, not in a hand-out.");
        }
        var stubs = sources(chapter.sources());
        var tests = sources(chapter.tests());
        var solved = new TreeMap<>(stubs);
        solved.putAll(sources(reference));
        var others = new TreeMap<String, byte[]>();
        for (var each : used) {
            others.putAll(sources(each.sources()));
        }
        var handedOut = compile(compiler, classPath, chapter, List.of(stubs, tests, others));
        return new ChapterClasses(of(tests, handedOut), of(stubs, handedOut),
                of(solved, compile(compiler, classPath, chapter, List.of(solved, others))));
    }

    private static List<CompileReply.Compiled> of(Map<String, byte[]> sources, List<CompileReply.Compiled> classes) {
        return classes.stream().filter(each -> sources.containsKey(each.source())).toList();
    }

    private static List<CompileReply.Compiled> compile(CompilerProcess compiler, List<String> classPath,
            Chapter chapter,
            List<Map<String, byte[]>> trees) throws InterruptedException, InfrastructureException {
        var sources = new ArrayList<CompileOrder.Source>();
        trees.forEach(tree -> tree.forEach((name, text) -> sources.add(new CompileOrder.Source(name, text))));
        var reply = compiler.compile(new CompileOrder(classPath, sources), LONGEST);
        if (reply.isEmpty() || reply.get().ending() != CompileReply.Ending.COMPILED) {
            var why = reply
                    .map(each -> each.errors().stream().findFirst().map(CompileReply.Fault::toString).orElse(""));
            throw new InfrastructureException(chapter.folder() + ": the instructor's checkout does not compile; "
                    + "git status shows what differs. " + why.orElse(""));
        }
        return reply.get().classes();
    }

    /// Java files by their path below a source folder.
    private static Map<String, byte[]> sources(Path folder) throws IOException {
        var found = new TreeMap<String, byte[]>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                found.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return found;
    }
}
