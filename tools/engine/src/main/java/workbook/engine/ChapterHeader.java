package workbook.engine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Says what a chapter's header means: `:topic:`, `:package:`, `:uses:` and `:network:`.
final class ChapterHeader {
    private final Path folder;
    private final ChapterScanner scanner;
    private final Problems problems;

    ChapterHeader(Path folder, ChapterScanner scanner, Problems problems) {
        this.folder = folder;
        this.scanner = scanner;
        this.problems = problems;
    }

    Chapter read() {
        return new Chapter(folder.getFileName().toString(), scanner.title(), topic(), packageName(), uses(), network(),
                folder);
    }

    private String topic() {
        var name = folder.getFileName().toString();
        var topic = value("topic");
        if (!name.equals(topic) && !name.endsWith("-" + topic) || topic.isEmpty()) {
            problem("topic", "the header's topic is '" + topic + "'; write ':topic: " + name.replaceFirst("^\\d+-", "")
                    + "'.");
        }
        return topic;
    }

    private String packageName() {
        var packageName = value("package");
        if (!packageName.matches("[a-z]\\w*(\\.[a-z]\\w*)*")) {
            problem("package", "the header's package is '" + packageName
                    + "'; write the Java package of the chapter's code, ':package: workbook.…'.");
        }
        return packageName;
    }

    private List<String> uses() {
        return Arrays.stream(value("uses").split(",")).map(String::strip).filter(each -> !each.isEmpty()).toList();
    }

    /// Once all chapters are known.
    void checkUses(List<Chapter> chapters) {
        var others = chapters.stream().map(Chapter::topic).filter(topic -> !topic.equals(value("topic"))).toList();
        for (var topic : uses()) {
            if (!others.contains(topic)) {
                var meant = Nearest.to(topic, others).stream().findFirst();
                problem("uses", "the header uses '" + topic + "', which is no other chapter; "
                        + meant.map(word -> "write '" + word + "'?").orElse("write the topic of one, or take it out."));
            }
        }
    }

    private Run.Network network() {
        return switch (value("network")) {
            case "", "host" -> Run.Network.HOST;
            case "private" -> Run.Network.PRIVATE;
            default -> {
                problem("network", "the header's network is '" + value("network")
                        + "'; write ':network: host' or ':network: private'.");
                yield Run.Network.HOST;
            }
        };
    }

    private String value(String name) {
        return scanner.header().getOrDefault(name, "");
    }

    private void problem(String name, String text) {
        problems.add(folder.resolve("README.adoc"), scanner.headerLine(name), text);
    }
}
