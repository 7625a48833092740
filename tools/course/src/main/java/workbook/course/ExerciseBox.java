package workbook.course;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;

/// The frame around an exercise: what it is worth, what to write, how to ask whether it is right, and folded hints.
final class ExerciseBox {
    private ExerciseBox() {}

    static void dress(Element stock, ExerciseInTree exercise, Chapter chapter, Links links) {
        var box = new Element("section").addClass("exercise")
                .id(exercise.id())
                .attr("aria-labelledby", exercise.id() + "-title");
        Lines.move(stock, box);
        facts(box.appendElement("p").addClass("facts"), exercise, links);
        var sections = stock.parents().stream().filter(it -> it.is("div.sect1, div.sect2, div.sect3")).count();
        box.appendElement("h" + (sections + 2))
                .id(exercise.id() + "-title")
                .append(stock.expectFirst("> .title").html());
        var content = stock.expectFirst("> .content");
        var hints = content.select("> details");
        hints.remove();
        box.append(content.html().strip());
        command(box, exercise, chapter);
        hints(box, hints);
        stock.replaceWith(box);
    }

    private static void facts(Element facts, ExerciseInTree exercise, Links links) {
        var attributes = exercise.attributes();
        facts.appendElement("strong").text("Exercise " + exercise.id());
        var chips = new ArrayList<String>();
        chips.add(attributes.getOrDefault("level", ""));
        chips.add(attributes.containsKey("points") ? attributes.get("points") + " points" : "");
        chips.add(attributes.containsKey("minutes") ? "about " + attributes.get("minutes") + " minutes" : "");
        chips.add(switch (attributes.getOrDefault("needs", "loopback")) {
            case "packets", "privileged" -> "needs a private network";
            default -> "";
        });
        for (var chip : chips) {
            if (!chip.isEmpty()) {
                facts.appendText(" ").appendElement("span").text(chip);
            }
        }
        for (var earlier : attributes.getOrDefault("after", "").split("[,; ]+")) {
            if (!earlier.isEmpty()) {
                facts.appendText(" ")
                        .appendElement("span")
                        .text("after ")
                        .appendElement("a")
                        .attr("href", links.exercise(earlier))
                        .text(earlier);
            }
        }
    }

    private static void command(Element box, ExerciseInTree exercise, Chapter chapter) {
        var folder = chapter.source().name().replaceFirst("README\\.adoc$", "src/main/java/")
                + chapter.attributes().get("package").replace('.', '/');
        var write = box.appendElement("div").addClass("write");
        for (var stub : stubs(exercise)) {
            write.appendElement("p")
                    .text("You write ")
                    .appendElement("code")
                    .append(breakable(folder + "/" + stub + ".java"));
        }
        var command = write.appendElement("pre");
        Repairs.focusable(command, "Command that checks " + exercise.id());
        command.appendElement("code").text("./workbook check " + exercise.id());
    }

    private static void hints(Element box, List<Element> hints) {
        for (var i = 0; i < hints.size(); i++) {
            var hint = hints.get(i).addClass("hint");
            var summary = hint.expectFirst("> summary").removeAttr("class");
            summary.text(summary.text() + (hints.size() == 1 ? "" : " " + (i + 1) + " of " + hints.size()));
            box.appendChild(hint);
        }
    }

    /// `recv-exactly` is written in `RecvExactly.java` unless the block names its stubs.
    private static List<String> stubs(ExerciseInTree exercise) {
        var named = exercise.attributes().getOrDefault("stub", "");
        if (!named.isEmpty()) {
            return List.of(named.split("[,; ]+"));
        }
        return List.of(Arrays.stream(exercise.id().split("-"))
                .filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining()));
    }

    private static String breakable(String path) {
        return path.replace("/", "/<wbr>");
    }
}
