package workbook.cli.skeleton;

import workbook.engine.Chapter;
import workbook.engine.ExerciseId;

/// What stands in the files of an exercise to be written. `TODO` marks what the self-check asks for until it is gone.
record SkeletonText(Chapter chapter, ExerciseId id) {
    String block() {
        return """
                [#%s]
                [exercise,points=10,level=core,minutes=20,aim="TODO: a verb phrase",judge=inside]
                .TODO: a title
                ====
                TODO: finish `%s`: say what it does, and what it does where things go wrong.

                .Hint
                [%%collapsible]
                =====
                TODO: a question.
                =====

                .Hint
                [%%collapsible]
                =====
                TODO: where to look.
                =====

                .Hint
                [%%collapsible]
                =====
                TODO: nearly the code.
                =====
                ====
                """.formatted(id.text(), id.className());
    }

    String stub() {
        return source("""
                /// TODO: one sentence that stands alone.
                ///
                /// See the chapter, "TODO: the section".
                """, """
                    /// TODO: a contract from which the body can be written.
                """, "TODO: a clause that begins with a verb");
    }

    /// @param what which kind of answer
    String answer(String what) {
        return source("", "", "TODO: write " + what);
    }

    String rightAnswer() {
        return source("/// TODO: how it differs from the reference, and when one would choose it.\n", "",
                "TODO: write a right answer");
    }

    private String source(String typeComment, String methodComment, String todo) {
        return """
                package %s;

                import static workbook.kit.Todo.todo;

                %sfinal class %s {
                    private %s() {}

                %s    static String answer() {
                        throw todo("%s");
                    }
                }
                """.formatted(chapter.packageName(), typeComment, id.className(), id.className(), methodComment, todo);
    }

    String test() {
        return """
                package %s;

                import org.junit.jupiter.api.Test;
                import workbook.testkit.Call;

                class %sTest {
                    @Test
                    void does_what_the_first_sentence_of_the_contract_says() {
                        Call.of(() -> %s.answer())
                                .whenReturned(String::isEmpty, "TODO: the mistake that most often looks like this")
                                .returns("TODO: what a right answer returns");
                    }
                }
                """.formatted(chapter.packageName(), id.className(), id.className());
    }

    String says() {
        return """
                does_what_the_first_sentence_of_the_contract_says
                TODO: words of its report
                """;
    }
}
