package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Answers requests with files.
final class StaticFiles {
    private static final Pattern SCHEME_AND_HOST = Pattern.compile("^https?://[^/?]*", Pattern.CASE_INSENSITIVE);

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "txt", "text/plain; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "jpg", "image/jpeg");

    private StaticFiles() {}

    static Response file(Path root, RequestHead request) throws IOException {
        var isHead = request.method().equals("HEAD");
        if (!isHead && !request.method().equals("GET")) {
            return Response.text(405, "Only GET and HEAD are answered here.\n").with("Allow", "GET, HEAD");
        }
        var file = find(root, request.target());
        return file.isPresent() ? found(file.get(), isHead) : Response.text(404, "There is no such file.\n");
    }

    private static Response found(Path file, boolean isHead) throws IOException {
        var size = Files.size(file);
        var content = isHead ? Content.omitted(size) : Content.ofLength(size, out -> {
            try (var in = Files.newInputStream(file)) {
                copy(in, size, out);
            }
        });
        return new Response(200, Headers.of("Content-Type", type(file)), content);
    }

    /// As many bytes as were announced: the file may have grown since, and the client would take the rest for the next
    /// response.
    private static void copy(InputStream in, long size, OutputStream out) throws IOException {
        var buffer = new byte[64 * 1024];
        for (var left = size; left > 0;) {
            var count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new EOFException("the file has become shorter");
            }
            out.write(buffer, 0, count);
            left -= count;
        }
    }

    private static Optional<Path> find(Path root, String target) throws IOException {
        var name = decode(path(target));
        if (name.isEmpty() || name.get().contains("..")) {
            return Optional.empty();
        }
        try {
            // With a dot before its slash the name is no absolute path.
            var named = root.resolve("." + name.get()).normalize();
            var file = Files.isDirectory(named) ? named.resolve("index.html") : named;
            // Only the real path tells where a file lies: it has no dots and no links in it.
            return Files.isRegularFile(file) && file.toRealPath().startsWith(root.toRealPath())
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (InvalidPathException | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static String path(String target) {
        var path = SCHEME_AND_HOST.matcher(target).replaceFirst("");
        var query = path.indexOf('?');
        path = query < 0 ? path : path.substring(0, query);
        return path.isEmpty() ? "/" : path;
    }

    /// The path with its escapes decoded, once (RFC 3986, 2.4); empty if that cannot be done.
    private static Optional<String> decode(String path) {
        var encoded = path.getBytes(ISO_8859_1);
        var bytes = new ByteArrayOutputStream();
        for (var i = 0; i < encoded.length; i++) {
            if (encoded[i] != '%') {
                bytes.write(encoded[i]);
            } else if (i + 2 < encoded.length && HexFormat.isHexDigit(encoded[i + 1])
                    && HexFormat.isHexDigit(encoded[i + 2])) {
                bytes.write(HexFormat.fromHexDigits(path, i + 1, i + 3));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        var decoded = bytes.toString(UTF_8);
        return decoded.startsWith("/") ? Optional.of(decoded) : Optional.empty();
    }

    private static String type(Path file) {
        var name = file.getFileName().toString();
        var dot = name.lastIndexOf('.');
        var ending = dot < 0 ? "" : name.substring(dot + 1);
        return TYPES.getOrDefault(ending, "application/octet-stream");
    }
}
