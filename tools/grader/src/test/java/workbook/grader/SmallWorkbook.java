package workbook.grader;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import workbook.engine.Catalogue;

/// A workbook of one chapter and three exercises in a folder of its own.
public record SmallWorkbook(Path root) {
    public static final String SOURCES = "chapters/01-talking/src/main/java/workbook/talk/";
    private static final String EXERCISE = """

            [#%s]
            [exercise,points=%d,level=core,minutes=5,aim="speak",judge=inside%s]
            .Speak
            ====
            Speak.

            .Hint
            [%%collapsible]
            =====
            Which word?
            =====
            ====
            """;

    public static SmallWorkbook in(Path root) throws IOException {
        var workbook = new SmallWorkbook(root);
        workbook.write("chapters/01-talking/README.adoc", """
                = Talking
                :topic: talking
                :package: workbook.talk

                == First words
                """ + EXERCISE.formatted("say-hello", 5, "") + EXERCISE.formatted("say-bye", 10, ",after=say-hello")
                + EXERCISE.formatted("say-both", 4, ",stub=\"Question,Reply\""));
        for (var name : List.of("SayHello", "SayBye", "Question", "Reply")) {
            workbook.write(SOURCES + name + ".java", stub(name));
            workbook.write("solutions/01-talking/src/main/java/workbook/talk/" + name + ".java", answer(name, "PASS"));
        }
        for (var name : List.of("SayHello", "SayBye", "SayBoth")) {
            workbook.write("chapters/01-talking/src/test/java/workbook/talk/" + name + "Test.java",
                    "class " + name + "Test {}\n");
        }
        return workbook;
    }

    public static String stub(String name) {
        return """
                package workbook.talk;

                class %s {
                    static String word() {
                        throw todo("say it");
                    }
                }
                """.formatted(name);
    }

    /// @param word what the judge of the tests goes by
    public static String answer(String name, String word) {
        return stub(name).replace("throw todo(\"say it\")", "return \"" + word + "\"");
    }

    public void write(String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, UTF_8);
    }

    public Catalogue catalogue() throws IOException {
        return Catalogue.read(root);
    }

    public Path stubFile(String name) {
        return root.resolve(SOURCES + name + ".java");
    }
}
