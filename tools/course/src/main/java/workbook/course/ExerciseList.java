package workbook.course;

import java.util.List;
import org.jsoup.nodes.Element;

/// All exercises of the book with what they are worth, at the end of the front page.
final class ExerciseList {
    private ExerciseList() {}

    static void append(Element main, Book book) {
        var chapters = book.texts().stream().map(Page::chapter).toList();
        if (chapters.stream().allMatch(chapter -> chapter.exercises().isEmpty())) {
            return;
        }
        var section = main.appendElement("section");
        section.appendElement("h2").id("the-exercises").text("The exercises");
        var frame = section.appendElement("div").addClass("scroll table");
        Repairs.focusable(frame, "The exercises");
        var table = frame.appendElement("table");
        var head = table.appendElement("thead").appendElement("tr");
        for (var name : List.of("Exercise", "Chapter", "Level", "Points", "Minutes")) {
            head.appendElement("th").attr("scope", "col").text(name);
        }
        var rows = table.appendElement("tbody");
        for (var chapter : chapters) {
            chapter.exercises()
                    .stream()
                    .filter(exercise -> !exercise.id().isEmpty())
                    .forEach(exercise -> row(rows.appendElement("tr"), chapter, exercise));
        }
    }

    private static void row(Element row, Chapter chapter, ExerciseInTree exercise) {
        row.appendElement("td")
                .appendElement("a")
                .attr("href", chapter.source().page() + "#" + exercise.id())
                .text(exercise.title());
        row.appendElement("td").text(chapter.title());
        for (var name : List.of("level", "points", "minutes")) {
            row.appendElement("td").text(exercise.attributes().getOrDefault(name, ""));
        }
    }
}
