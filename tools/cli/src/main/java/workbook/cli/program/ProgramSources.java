package workbook.cli.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import workbook.cli.Refusal;
import workbook.cli.Workbook;
import workbook.engine.Chapter;

/// The source of a chapter's program: its own, that of the chapters it uses, and over them the workbook's answers, if
/// those are asked for.
///
/// @param chapters whose code may be reached, the program's own first
/// @param folders  source folders; what stands in an earlier one hides its namesake in a later one
/// @param main     the file that holds the program's `Main`
public record ProgramSources(List<Chapter> chapters, List<Path> folders, Path main) {
    public ProgramSources {
        chapters = List.copyOf(chapters);
        folders = List.copyOf(folders);
    }

    /// @throws Refusal if the chapter has no program, or this copy of the workbook no solutions
    public static ProgramSources of(Workbook workbook, Chapter chapter, boolean withSolution) {
        var main = mainOf(chapter);
        if (!Files.isRegularFile(main)) {
            throw Refusal.usage("The chapter " + chapter.topic() + " has no program to run (no "
                    + workbook.show(main) + ").");
        }
        var chapters = workbook.catalogue().programOf(chapter);
        var folders = new ArrayList<Path>();
        if (withSolution) {
            chapters.forEach(each -> folders.add(solutionOf(workbook, each)));
        }
        chapters.forEach(each -> folders.add(each.sources()));
        return new ProgramSources(chapters, folders, main);
    }

    public static boolean hasProgram(Chapter chapter) {
        return Files.isRegularFile(mainOf(chapter));
    }

    private static Path mainOf(Chapter chapter) {
        return chapter.packageBelow(chapter.sources()).resolve("Main.java");
    }

    private static Path solutionOf(Workbook workbook, Chapter chapter) {
        var folder = workbook.root().resolve("solutions").resolve(chapter.name()).resolve("src/main/java");
        if (!Files.isDirectory(folder)) {
            throw Refusal.notReady("This copy of the workbook has no solutions for " + chapter.topic()
                    + "; leave out --solution and run your own.");
        }
        return folder;
    }

    /// What tells these sources from all others: where they stand, and all that stands in them.
    String fingerprint() throws IOException {
        var digest = sha256();
        for (var folder : folders) {
            for (var file : javaFiles(folder)) {
                digest.update((file + "\n" + Files.size(file) + "\n").getBytes(UTF_8));
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
