package workbook.course;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jsoup.nodes.Element;

/// What a chapter holds, on its first page: a line for each section and for each exercise in it.
///
/// Before a chapter was cut into pages, all its ids stood on the first; each line therefore carries the ids that have
/// moved to its page. An old address comes to the right line, and the page's script goes on from there.
final class SectionList {
    static final String PLACE = ".sections";

    private SectionList() {}

    static void append(Element main, Chapter chapter, Book book) {
        var sections = book.sections(chapter);
        if (sections.isEmpty()) {
            return;
        }
        main.appendElement("h2").text("In this chapter");
        var list = main.appendElement("ol").addClass(PLACE.substring(1));
        // A chapter with one id twice is refused; here the first shall do.
        var taken = new LinkedHashSet<String>();
        sections.forEach(section -> line(list.appendElement("li"), section, taken));
    }

    private static void line(Element line, Page section, Set<String> taken) {
        line.appendElement("a").attr("href", section.file()).text(section.title());
        var exercises = section.chapter()
                .exercises()
                .stream()
                .filter(exercise -> exercise.section().equals(section.id()) && !exercise.id().isEmpty())
                .toList();
        exercises.forEach(exercise -> taken.add(exercise.id()));
        for (var moved : section.body().select("[id]:not(svg *)")) {
            if (taken.add(moved.id())) {
                line.appendElement("a").id(moved.id());
            }
        }
        if (exercises.isEmpty()) {
            return;
        }
        var list = line.appendElement("ul");
        for (var exercise : exercises) {
            var item = list.appendElement("li").addClass("todo");
            item.appendElement("a")
                    .id(exercise.id())
                    .attr("href", section.chapter().source().page() + "#" + exercise.id())
                    .text(exercise.title());
            item.appendText(" ").appendElement("span").text(facts(exercise));
        }
    }

    private static String facts(ExerciseInTree exercise) {
        var minutes = exercise.attributes().getOrDefault("minutes", "");
        return exercise.attributes().getOrDefault("level", "") + (minutes.isEmpty() ? "" : ", " + minutes + " minutes");
    }
}
