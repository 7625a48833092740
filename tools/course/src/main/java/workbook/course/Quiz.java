package workbook.course;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;

/// A predict-first question: a block of the style `quiz` that holds the question, one checklist of answers and why.
///
/// Without a script it is a list to think about and an answer to unfold; the page's script adds the button that compares.
final class Quiz {
    private Quiz() {}

    static void dress(Element stock, String id, Chapter chapter, Problems problems) {
        var content = stock.expectFirst("> .content");
        var lists = content.select("> .checklist");
        var fault = fault(lists);
        if (!fault.isEmpty()) {
            problems.add(chapter.source().name(), Lines.of(stock), "a quiz " + fault);
            return;
        }
        var list = lists.getFirst();
        var title = stock.selectFirst("> .title");
        var quiz = new Element("form").addClass("quiz").id(stock.id().isEmpty() ? id : stock.id());
        Lines.move(stock, quiz);
        var question = quiz.appendElement("fieldset");
        question.appendElement("legend").append(title == null ? "Predict" : title.html());
        for (var before : List.copyOf(content.children())) {
            if (before.equals(list)) {
                break;
            }
            question.appendChild(before);
        }
        var right = new ArrayList<String>();
        options(list, question, quiz.id(), right);
        var answer = quiz.appendElement("details");
        answer.appendElement("summary").text("Answer");
        var solution = answer.appendElement("div").addClass("content");
        solution.appendElement("p").addClass("right").append(String.join("<br>", right));
        list.nextElementSiblings().forEach(solution::appendChild);
        stock.replaceWith(quiz);
    }

    private static void options(Element list, Element question, String name, List<String> right) {
        var items = list.select("> ul > li");
        var type = items.stream().filter(Quiz::isRight).count() > 1 ? "checkbox" : "radio";
        for (var item : items) {
            var text = item.expectFirst("> p");
            var isRight = isRight(item);
            text.select("i.fa").remove();
            var label = question.appendElement("label");
            var input = label.appendElement("input").attr("type", type).attr("name", name);
            if (isRight) {
                input.attr("data-right", "");
                right.add(text.html().strip());
            }
            label.appendElement("span").append(text.html().strip());
            var why = text.nextElementSiblings();
            if (!why.isEmpty()) {
                var because = question.appendElement("div").addClass("because");
                why.forEach(because::appendChild);
            }
        }
    }

    private static String fault(List<Element> lists) {
        if (lists.size() != 1) {
            return "needs one checklist of answers: * [ ] and * [x]";
        }
        var list = lists.getFirst();
        var items = list.select("> ul > li");
        if (items.size() < 2 || items.stream().anyMatch(item -> item.selectFirst("> p > i.fa") == null)) {
            return "needs two answers or more, each with its box: * [ ] or * [x]";
        }
        if (items.stream().noneMatch(Quiz::isRight)) {
            return "without a right answer; mark it with * [x]";
        }
        if (list.previousElementSibling() == null) {
            return "without a question; write it above the answers";
        }
        return list.nextElementSibling() == null ? "that does not say why; write it below the answers" : "";
    }

    private static boolean isRight(Element item) {
        return item.selectFirst("> p > i.fa-check-square-o") != null;
    }
}
