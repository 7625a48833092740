package workbook.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The pictures that pages show, gathered beside them. A missing one keeps its address, which [Check] reports.
final class Images {
    private final Sources sources;
    private final Map<String, byte[]> files;

    Images(Sources sources, Map<String, byte[]> files) {
        this.sources = sources;
        this.files = files;
    }

    void collect(Chapter chapter) throws IOException {
        for (var image : chapter.body().select("img[src]")) {
            var file = file(image.attr("src"), chapter.source());
            if (file.isPresent()) {
                var name = "assets/" + chapter.source().page().replaceFirst("\\.html$", "-") + file.get().getFileName();
                files.put(name, Files.readAllBytes(file.get()));
                image.attr("src", name);
            }
        }
    }

    private Optional<Path> file(String address, Source from) {
        if (Links.isElsewhere(address)) {
            return Optional.empty();
        }
        try {
            var file = from.folder().resolve(address).normalize();
            var isOurs = file.startsWith(sources.root().resolve("chapters"))
                    || file.startsWith(sources.root().resolve("docs"));
            return isOurs && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
