package workbook.course;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jsoup.nodes.Element;

/// Turns links that work in the sources (on GitHub, in an editor) into links between pages.
///
/// A link to a file that is no page becomes the file's path; what leads nowhere stays as it is, for [Check] to report.
final class Links {
    private final Sources sources;
    private final Map<String, String> exercises = new TreeMap<>();

    Links(Sources sources, List<Chapter> chapters) {
        this.sources = sources;
        for (var chapter : chapters) {
            chapter.exercises().forEach(it -> exercises.put(it.id(), chapter.source().page() + "#" + it.id()));
        }
    }

    /// Where an exercise stands; if nowhere, a link that the check refuses.
    String exercise(String id) {
        return exercises.getOrDefault(id, "#" + id);
    }

    void resolve(Chapter chapter) {
        for (var link : chapter.body().select("a[href]:not(.term, .rfc)")) {
            var href = link.attr("href");
            if (isElsewhere(href)) {
                link.attr("rel", "external noopener");
            } else if (!href.startsWith("#")) {
                resolve(link, href, chapter.source());
            }
        }
    }

    private void resolve(Element link, String href, Source from) {
        var hash = href.indexOf('#');
        var fragment = hash < 0 ? "" : href.substring(hash);
        var path = hash < 0 ? href : href.substring(0, hash);
        var page = page(path, from);
        if (page.isPresent()) {
            link.attr("href", page.get().page() + fragment);
        } else if (exists(path, from)) {
            var name = sources.root().relativize(from.folder().resolve(path).normalize()).toString().replace('\\', '/');
            link.tagName("code").clearAttributes().attr("title", name);
        }
    }

    private Optional<Source> page(String path, Source from) {
        return sources.all().stream().filter(source -> {
            var name = from.folder().relativize(source.file()).toString().replace('\\', '/');
            return path.equals(name) || path.equals(name.replaceFirst("\\.adoc$", ".html"));
        }).findFirst();
    }

    private boolean exists(String path, Source from) {
        try {
            var file = from.folder().resolve(path).normalize();
            return file.startsWith(sources.root()) && Files.exists(file);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    static boolean isElsewhere(String address) {
        return address.matches("(?i)([a-z][a-z0-9+.-]*:|//).*");
    }
}
