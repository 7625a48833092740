package workbook.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The texts of a workbook in reading order: the front page, the chapters, then the other pages of `docs`.
record Sources(Path root, List<Source> all) {
    private static final Pattern CHAPTER = Pattern.compile("(\\d\\d)-[a-z0-9-]+");

    Sources {
        all = List.copyOf(all);
    }

    static Sources of(Path root) throws IOException {
        var all = new ArrayList<Source>();
        var front = root.resolve("docs/index.adoc");
        if (Files.exists(front)) {
            all.add(source(root, front, Source.FRONT, 0));
        }
        for (var folder : children(root.resolve("chapters"))) {
            var name = CHAPTER.matcher(folder.getFileName().toString());
            var readme = folder.resolve("README.adoc");
            if (name.matches() && Files.exists(readme)) {
                all.add(source(root, readme, name.group() + ".html", Integer.parseInt(name.group(1))));
            }
        }
        for (var file : children(root.resolve("docs"))) {
            var name = file.getFileName().toString();
            if (name.endsWith(".adoc") && !file.equals(front)) {
                all.add(source(root, file, name.replaceFirst("\\.adoc$", ".html"), 0));
            }
        }
        return new Sources(root, all);
    }

    boolean hasFront() {
        return all.stream().anyMatch(Source::isFront);
    }

    /// What the pages can depend on: the texts, and what stands beside them to be shown.
    List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        for (var source : all) {
            if (source.isChapter()) {
                files.add(source.file());
                files.add(source.folder().resolve("images"));
                files.add(source.folder().resolve("src"));
            }
        }
        for (var file : children(root.resolve("docs"))) {
            if (!file.getFileName().toString().matches("target|pom\\.xml|\\..*")) {
                files.add(file);
            }
        }
        return files;
    }

    private static Source source(Path root, Path file, String page, int number) {
        return new Source(file, root.relativize(file).toString().replace('\\', '/'), page, number);
    }

    private static List<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
