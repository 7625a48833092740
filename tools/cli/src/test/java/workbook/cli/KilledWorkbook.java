package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import workbook.engine.Folders;
import workbook.engine.State;

/// The program that [KillTest] kills: a learner who saves, checks, resets, exports, imports and updates without end.
///
/// The commands are the real ones, but for the verdict of a check: no answer is run. On stdout it says what it is about
/// to do and what it has done.
final class KilledWorkbook {
    static final String MAIN = "chapters/01-talking/src/main/java/workbook/talk/";
    static final String TEST = "chapters/01-talking/src/test/java/workbook/talk/";
    private static final List<String> NAMES = List.of("SayHello", "SayBye");

    private final Path folder;
    private final Fixture workbook;
    private final Random random;
    private final String life;
    private int step;

    private KilledWorkbook(Path folder, long seed) throws IOException {
        this.folder = folder;
        this.workbook = Fixture.existing(folder.resolve("mine"));
        this.random = new Random(seed);
        this.life = Long.toHexString(seed);
    }

    /// @param arguments a folder with `mine` and `newer` in it, and a seed
    public static void main(String[] arguments) throws IOException {
        var learner = new KilledWorkbook(Path.of(arguments[0]), Long.parseLong(arguments[1]));
        while (true) {
            learner.lives();
        }
    }

    private void lives() throws IOException {
        step++;
        var name = NAMES.get(random.nextInt(2));
        var id = name.equals("SayHello") ? "say-hello" : "say-bye";
        workbook.ends(id, random.nextBoolean() ? State.SOLVED : State.WRONG);
        switch (random.nextInt(8)) {
            case 0, 1 -> save(name);
            case 2 -> runs("check", id);
            case 3 -> runs("reset", id);
            case 4 -> runs("export", "--force", folder.resolve("mine.zip").toString());
            case 5 -> {
                if (Files.exists(folder.resolve("mine.zip"))) {
                    runs("import", folder.resolve("mine.zip").toString());
                }
            }
            default -> update();
        }
    }

    /// As an editor does that is careful: a new file in the place of the old.
    private void save(String name) throws IOException {
        var mark = life + "-" + step;
        var text = answer(name, mark);
        says("saves " + name + " " + mark + " over " + KillTest.mark(Fixture.text(workbook.stubFile(name))));
        var fresh = folder.resolve("editor.tmp");
        Files.writeString(fresh, text, UTF_8);
        Files.move(fresh, workbook.stubFile(name), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        says("saved " + name + " " + mark);
    }

    /// Some meet the lines that updates bring, some do not.
    private String answer(String name, String mark) {
        var stub = Fixture.text(folder.resolve("mine/.workbook/base").resolve(MAIN + name + ".java"));
        var answer = random.nextBoolean()
                ? "// mine\n" + stub
                : stub.replace("throw todo(\"say it\")", "return \"it\"");
        return answer + "// answer " + mark + " end\n";
    }

    static String stub(String name, String version) {
        return (version.isEmpty() ? "" : "// version " + version + "\n") + "package workbook.talk;\n\nclass " + name
                + " {\n    static String word() {\n        throw todo(\"say it\");\n    }\n"
                + ("\n// " + "x".repeat(250)).repeat(400)
                + "\n}\n// whole\n";
    }

    private void update() throws IOException {
        var newer = folder.resolve("newer");
        var version = life + "-" + step;
        for (var name : NAMES) {
            Files.writeString(newer.resolve(MAIN + name + ".java"), stub(name, version), UTF_8);
            Files.writeString(newer.resolve(TEST + name + "Test.java"), "// version " + version + "\n", UTF_8);
        }
        Files.writeString(newer.resolve("docs/page.adoc"), "// version " + version + "\n", UTF_8);
        runs("update", newer.toString());
    }

    private void runs(String... command) {
        says("runs " + String.join(" ", command));
        var exitCode = workbook.run(command);
        if (exitCode > 1) {
            says("broken " + String.join(" ", command) + ": " + workbook.err());
        }
        says("done " + command[0]);
    }

    private static void says(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /// What a first life finds.
    static void prepare(Path folder) throws IOException {
        var mine = new Fixture(Files.createDirectory(folder.resolve("mine")));
        for (var name : NAMES) {
            mine.write(MAIN + name + ".java", stub(name, "0"));
        }
        mine.write("workbook", "#!/bin/sh\n");
        mine.write("docs/page.adoc", "// version 0\n");
        Folders.copy(mine.root(), folder.resolve("newer"));
        mine.run("list");
    }
}
