package workbook.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files of a folder, and for each folder without an `index.html` a list of what is in it.
final class Site implements Handler {
    private final Path root;

    /// @param root a folder
    Site(Path root) {
        this.root = root;
    }

    @Override
    public Response handle(Request request) throws IOException {
        var response = StaticFiles.file(root, request.head());
        var folder = root.resolve("." + request.head().target()).normalize();
        // Only plain names lead to a list: what is encoded, or climbs, has been answered already.
        var isListed = response.status() == 404
                && request.head().target().matches("/([\\w-][\\w.-]*/)*")
                && Files.isDirectory(folder)
                && folder.toRealPath().startsWith(root.toRealPath());
        return isListed ? list(folder) : response;
    }

    /// Nobody knows how long the list is before it has been written: it is sent in chunks.
    private static Response list(Path folder) {
        return new Response(200, Headers.of("Content-Type", "text/html; charset=utf-8"),
                Content.streamed(out -> writeList(folder, out)));
    }

    private static void writeList(Path folder, OutputStream out) throws IOException {
        write(out, "<!doctype html>\n<title>" + escaped(name(folder)) + "</title>\n<ul>\n");
        try (var entries = Files.list(folder)) {
            for (var entry : entries.sorted().toList()) {
                var name = name(entry) + (Files.isDirectory(entry) ? "/" : "");
                if (!name.startsWith(".")) {
                    write(out, "<li><a href=\"./" + encoded(name) + "\">" + escaped(name) + "</a>\n");
                }
            }
        }
        write(out, "</ul>\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }

    private static String name(Path path) {
        return path.getFileName() == null ? "/" : path.getFileName().toString();
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, UTF_8).replace("+", "%20").replace("%2F", "/");
    }

    private static String escaped(String name) {
        return name.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
