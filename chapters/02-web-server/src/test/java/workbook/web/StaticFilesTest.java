package workbook.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Curl;
import workbook.testkit.Deadline;
import workbook.testkit.NotRun;
import workbook.testkit.Seed;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class StaticFilesTest {
    private static final String CLIMBED = "the path leads out of the root: resolve it, take the dots out, and only then "
            + "ask whether it still begins with the root";
    private static final String DECODED_LATE = "the check came before the decoding: %2e is a dot and %2f a slash to "
            + "whoever opens the file";

    private final Transcript transcript = new Transcript();
    private Path root;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeASite() throws IOException {
        root = folder.resolve("site");
        write("site/index.html", "<p>Hello");
        write("site/notes.txt", "nine bytes");
        write("site/docs/index.html", "<p>Docs");
        write("site/empty/nothing.here", "");
        write("secret.txt", "SECRET");
        write("site-secret/secret.txt", "SECRET");
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void serves_a_file() throws IOException {
        var bytes = Seed.bytes(Seed.random(), 100_000);
        Files.write(root.resolve("data.bin"), bytes);
        var response = get("/data.bin");
        status(response, 200);
        length(response, bytes.length);
        check().that("the body", body(response)).is(bytes);
    }

    @Test
    void serves_an_empty_file() throws IOException {
        var response = get("/empty/nothing.here");
        status(response, 200);
        length(response, 0);
        check().that("the body", body(response)).is("");
    }

    @Test
    void answers_head_without_a_body() throws IOException {
        // RFC 9110, 9.3.2: as a GET, without the content.
        var response = file("HEAD", "/notes.txt");
        status(response, 200);
        length(response, 10);
        check().likely("a client that asked with HEAD takes the body's bytes for the next response")
                .that("the body", body(response))
                .is("");
    }

    @Test
    void answers_head_with_the_same_headers() throws IOException {
        check().likely("a HEAD has the headers that the GET would have (RFC 9110, 9.3.2)")
                .that("the headers", file("HEAD", "/notes.txt").headers().fields().toString())
                .is(get("/notes.txt").headers().fields().toString());
    }

    @Test
    void says_that_there_is_no_such_file() throws IOException {
        for (var target : List.of("/missing.html", "/docs/missing.html", "/notes.txt/more", "/" + "x".repeat(5_000))) {
            status(get(target), 404);
        }
        status(file("HEAD", "/missing.html"), 404);
    }

    @Test
    void refuses_other_methods() throws IOException {
        for (var method : List.of("POST", "PUT", "DELETE", "get")) {
            var response = file(method, "/notes.txt");
            check().likely("the method was not looked at; methods differ in case, too (RFC 9110, 9.1)")
                    .that("the status", response.status())
                    .is(405);
            var allow = response.headers();
            check().likely("a 405 says which methods are allowed (RFC 9110, 15.5.6)")
                    .holds(allow.lists("Allow", "GET") && allow.lists("Allow", "HEAD"), "Allow: GET, HEAD",
                            String.join(", ", allow.all("Allow")));
        }
    }

    @Test
    void stays_below_the_root_where_a_path_climbs() throws IOException {
        for (var target : List.of("/../secret.txt", "/docs/../../secret.txt", "/./.././secret.txt", "//../secret.txt",
                "/docs/../../site/../secret.txt", "http://localhost/../secret.txt")) {
            isKept(target, CLIMBED);
        }
        for (var target : List.of("/....//secret.txt", "/..././secret.txt", "/.../...//secret.txt")) {
            isKept(target, "what is left when ../ is cut out of a text may have ../ in it again");
        }
    }

    // RFC 3986, 5.2.4, follows them all; a server may as well take none.
    @Test
    void serves_the_right_file_or_none_where_dots_stay_below_the_root() throws IOException {
        for (var target : List.of("/docs/../notes.txt", "/./docs/.././notes.txt", "/../notes.txt",
                "/docs/../../notes.txt")) {
            var response = get(target);
            if (response.status() == 200) {
                check().likely("dots were taken out, and something else with them")
                        .that("the body", body(response))
                        .is("nine bytes");
            } else {
                isNone(response, "a path with dots names the file that it leads to, or none");
            }
        }
    }

    @Test
    void stays_below_the_root_where_the_climb_is_encoded() throws IOException {
        for (var target : List.of("/%2e%2e/secret.txt", "/%2E%2E/secret.txt", "/.%2e/secret.txt", "/..%2fsecret.txt",
                "/%2e%2e%2Fsecret.txt", "/docs/%2e%2e/%2e%2e/secret.txt", "/..%5csecret.txt")) {
            isKept(target, DECODED_LATE);
        }
    }

    @Test
    void takes_no_folder_with_a_longer_name_for_the_root() throws IOException {
        isKept("/../site-secret/secret.txt", "as texts, …/site-secret begins with …/site; as paths it does not");
        isKept("/%2e%2e/site-secret/secret.txt", "as texts, …/site-secret begins with …/site; as paths it does not");
    }

    @Test
    void takes_no_absolute_path_of_the_machine() throws IOException {
        var absolute = folder.resolve("secret.txt").toAbsolutePath().toString().replace('\\', '/');
        isKept(absolute, "an absolute path takes the root's place when it is resolved");
        isKept("/" + absolute, "an absolute path takes the root's place when it is resolved");
        isKept("/%2f" + absolute.substring(1), "an absolute path takes the root's place when it is resolved");
    }

    @Test
    void follows_no_link_out_of_the_root() throws IOException {
        link("link.txt", folder.resolve("secret.txt"));
        link("out", folder.resolve("site-secret"));
        var followed = "a symbolic link leads out: only the real path says where a file lies";
        isKept("/link.txt", followed);
        Files.createDirectories(root.resolve("trap"));
        link("trap/index.html", folder.resolve("secret.txt"));
        isKept("/trap/",
                "the index.html of a folder may be a link, too: look where the file lies, not where its folder does");
        isKept("/out/secret.txt", followed);
    }

    @Test
    void serves_files_below_a_root_that_is_itself_a_link() throws IOException {
        link("../by-another-name", root);
        root = folder.resolve("by-another-name");
        var response = get("/notes.txt");
        check().likely("real paths can be compared with real paths only: the root has one, too")
                .that("the status", response.status())
                .is(200);
    }

    @Test
    void decodes_a_name_once() throws IOException {
        write("site/für uns.txt", "umlaut");
        write("site/a+b.txt", "plus");
        write("site/a b.txt", "blank");
        write("site/100%.txt", "percent");
        write("site/%41.txt", "once");
        write("site/a..b.txt", "dots");
        write("site/A.txt", "twice");
        body("/a+b.txt", "plus", "a + is a blank in forms (URLDecoder is made for them); in a path it is a +");
        body("/a..b.txt", "dots", "two dots in a name lead nowhere: only a segment that is nothing but .. climbs");
        body("/%2541.txt", "once", "it was decoded twice: what comes of %25 is not to be decoded again");
        body("/100%25.txt", "percent", "%25 is a percent sign");
        body("/f%C3%BCr%20uns.txt", "umlaut", "%C3%BC are two bytes of one character: collect bytes, then decode");
    }

    @Test
    void survives_what_cannot_be_decoded() throws IOException {
        for (var target : List.of("/%", "/%4", "/%zz.txt", "/%-1.txt", "/a%00b.txt", "/notes.txt%00.html", "/%ff%fe",
                "*")) {
            isRefused(target,
                    "a client may send any bytes after a percent sign; that is its mistake, not the server's");
        }
    }

    @Test
    void ignores_the_query() throws IOException {
        write("site/a?b.txt", "asked");
        body("/a%3Fb.txt", "asked", "an encoded question mark belongs to the name: cut first, then decode");
        body("/notes.txt?version=2&file=../../x", "nine bytes", "the query, from ? on, is no part of the path");
    }

    @Test
    void takes_the_path_of_a_whole_url() throws IOException {
        // RFC 9112, 3.2.2: a server MUST accept the absolute form.
        body("http://localhost:8080/notes.txt?x", "nine bytes", "the target may be a whole URL");
        body("HTTP://localhost", "<p>Hello", "the path of a URL without one is /");
        body("http://localhost?x=/notes.txt", "<p>Hello",
                "the slash in the query was taken for the path's beginning: the query is cut off first");
    }

    @Test
    void serves_the_index_of_a_folder() throws IOException {
        body("/", "<p>Hello", "/ is the root, and a folder stands for its index.html");
        body("/docs/", "<p>Docs", "a folder stands for its index.html");
        isRefused("/empty/", "a folder without an index.html is no file");
        var response = get("/docs");
        if (response.status() >= 300 && response.status() < 400) {
            var location = URI.create("http://localhost/docs").resolve(response.headers().first("Location").orElse(""));
            check().that("where it is, as a path", location.getPath()).is("/docs/");
        } else {
            status(response, 200);
            check().likely("a folder stands for its index.html, with a slash at its end or without")
                    .that("the body", body(response))
                    .is("<p>Docs");
        }
    }

    @Test
    void says_what_a_file_is() throws IOException {
        var types = Map.of("a.html", "text/html;charset=utf-8", "a.css", "text/css;charset=utf-8", "a.js",
                "text/javascript;charset=utf-8", "a.txt", "text/plain;charset=utf-8", "a.svg", "image/svg+xml",
                "a.png", "image/png", "a.jpg", "image/jpeg", "a.tar.gz", "application/octet-stream", "html",
                "application/octet-stream");
        for (var name : types.keySet().stream().sorted().toList()) {
            write("site/types/" + name, "x");
            var response = get("/types/" + name);
            status(response, 200);
            check().likelyIf(name.equals("html"), "the name has no end: no dot stands in it")
                    .likelyIf(types.get(name).contains("charset"), "a client that is not told the charset guesses it")
                    .that("Content-Type of /types/" + name + ", without blanks", response.headers()
                            .first("Content-Type")
                            .orElse("")
                            .replace(" ", "")
                            .toLowerCase(Locale.ROOT))
                    .is(types.get(name));
        }
    }

    @Test
    void serves_a_file_that_is_longer_than_the_memory() throws IOException {
        try (var file = new RandomAccessFile(root.resolve("large.bin").toFile(), "rw")) {
            file.setLength(3L << 30); // a hole of 3 GiB, which takes no space on the disk
        }
        var response = get("/large.bin");
        status(response, 200);
        length(response, 3L << 30);
        var client = new LeavingClient();
        Call.doing(transcript, () -> response.content().writeTo(client))
                .whenThrew(RuntimeException.class, "the file was to be read whole; its length does not even fit an int")
                .throwsA(LeavingClient.Left.class);
    }

    @Test
    void sends_as_many_bytes_as_it_has_announced() throws IOException {
        var response = get("/notes.txt");
        length(response, 10);
        transcript.test("added to the file");
        write("site/notes.txt", "nine bytes, and some more");
        check().likely(
                "the file has grown between its length and its bytes, as logs do: what is more than was announced, "
                        + "the client takes for the next response")
                .that("the body", body(response))
                .is("nine bytes");
    }

    @Test
    void tells_of_a_file_that_has_become_shorter() throws IOException {
        var response = get("/notes.txt");
        length(response, 10);
        transcript.test("cut the file");
        write("site/notes.txt", "nine");
        Call.doing(transcript, () -> response.content().writeTo(OutputStream.nullOutputStream()))
                .whenReturnedNull(
                        "fewer bytes than were announced, and nobody is told: the client waits for bytes that "
                                + "never come")
                .throwsA(EOFException.class);
    }

    @Test
    void closes_the_file() throws IOException {
        var descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            throw new NotRun("this system does not list the open files of a process", "on Linux it runs");
        }
        body("/notes.txt", "nine bytes", "");
        body(get("/notes.txt"));
        nothingIsOpen(
                "a stream of a file is closed by whoever opened it: each request would cost the server a descriptor");
        file("HEAD", "/notes.txt");
        get("/notes.txt");
        nothingIsOpen(
                "the file was opened before its bytes were wanted: who answers a HEAD, or loses the client before "
                        + "the body, never asks for them, and nobody closes it");
        Files.write(root.resolve("long.bin"), new byte[2 << 20]);
        var left = get("/long.bin");
        Call.doing(transcript, () -> left.content().writeTo(new LeavingClient())).throwsA(LeavingClient.Left.class);
        nothingIsOpen(
                "the client left in the middle of the body, and the file stays open: an exception must close it, too");
    }

    private void nothingIsOpen(String mistake) throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            check().likely(mistake).that("files left open", open.filter(this::isInSite).count()).is(0L);
        }
    }

    private boolean isInSite(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(root.toRealPath());
        } catch (IOException e) {
            return false; // closed in the meantime
        }
    }

    @Test
    void agrees_with_the_file_server_of_the_jdk() throws IOException {
        var oracle = SimpleFileServer.createFileServer(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
                root.toAbsolutePath(), OutputLevel.NONE);
        oracle.start();
        try {
            for (var method : List.of("GET", "HEAD", "PUT")) {
                for (var target : List.of("/", "/notes.txt", "/docs/", "/missing")) {
                    var theirs = ask(oracle.getAddress(), method, target);
                    var response = file(method, target);
                    check().likely("com.sun.net.httpserver.SimpleFileServer answers otherwise")
                            .that("the status", response.status())
                            .is(theirs.status());
                    if (response.status() == 200) {
                        length(response, theirs.length());
                        check().that("the body", body(response)).is(theirs.body());
                    }
                }
            }
        } finally {
            oracle.stop(0);
        }
    }

    private record Answered(int status, long length, String body) {}

    private static Answered ask(InetSocketAddress server, String method, String target) throws IOException {
        try (var socket = new Socket(server.getAddress(), server.getPort())) {
            TestSide.has(socket);
            socket.getOutputStream().write((method + " " + target + " HTTP/1.0\r\n\r\n").getBytes(UTF_8));
            var reply = new String(socket.getInputStream().readAllBytes(), UTF_8).split("\r\n\r\n", 2);
            var length = Pattern.compile("(?i)content-length: *(\\d+)").matcher(reply[0]);
            return new Answered(Integer.parseInt(reply[0].split(" ")[1]),
                    length.find() ? Long.parseLong(length.group(1)) : -1, reply[1]);
        }
    }

    @Test
    @Witness("curl")
    void keeps_the_secret_from_curl() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            listener.setSoTimeout(Deadline.ofTest().millis());
            TestSide.has(listener);
            var url = "http://127.0.0.1:" + listener.getLocalPort() + "/../secret.txt";
            try (var curl = Curl.runs("--path-as-is", url); var client = listener.accept()) {
                var bytes = new byte[8_192];
                var count = client.getInputStream().read(bytes);
                var line = new String(bytes, 0, count, UTF_8).lines().findFirst().orElseThrow();
                var response = get(line.split(" ")[1]);
                client.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\n".getBytes(UTF_8));
                response.content().writeTo(client.getOutputStream());
                client.shutdownOutput();
                Check.of(curl.transcript())
                        .likely(CLIMBED)
                        .holds(!curl.text().contains("SECRET"), "no secret",
                                curl.text());
            }
        }
    }

    private Response get(String target) throws IOException {
        return file("GET", target);
    }

    private Response file(String method, String target) throws IOException {
        transcript.test("asked for " + method + " " + (target.length() > 60 ? target.substring(0, 60) + "…" : target));
        var head = new RequestHead(method, target, "HTTP/1.1", Headers.of("Host", "localhost"));
        return Call.of(transcript, () -> StaticFiles.file(root, head))
                .whenReturnedNull("where there is no file the answer is a response, too: a 404")
                .whenThrew(RuntimeException.class,
                        "a target is what a stranger has written: none may make the server throw")
                .whenThrew(OutOfMemoryError.class, "the file is read into memory")
                .value();
    }

    private Check check() {
        return Check.of(transcript);
    }

    private void status(Response response, int status) {
        check().that("the status", response.status()).is(status);
    }

    private void length(Response response, long length) {
        check().likely("the length of the content is the file's, so that it can stand in the head")
                .that("the length", response.content().length().orElse(-1))
                .is(length);
    }

    private void body(String target, String expected, String mistake) throws IOException {
        var response = get(target);
        check().likely(mistake).that("the status", response.status()).is(200);
        check().likely(mistake).that("the body", body(response)).is(expected);
    }

    private byte[] body(Response response) throws IOException {
        var out = new ByteArrayOutputStream();
        Call.doing(transcript, () -> response.content().writeTo(out)).completes();
        return out.toByteArray();
    }

    private void isKept(String target, String mistake) throws IOException {
        var response = get(target);
        var body = new String(body(response), UTF_8);
        check().likely(mistake).holds(!body.contains("SECRET"), "nothing that lies outside of the root", body);
        isNone(response, mistake);
    }

    private void isRefused(String target, String mistake) throws IOException {
        isNone(get(target), mistake);
    }

    private void isNone(Response response, String mistake) {
        check().likely(mistake)
                .holds(List.of(400, 403, 404).contains(response.status()), "404, or 400 or 403",
                        Integer.toString(response.status()));
    }

    private void link(String name, Path to) throws IOException {
        try {
            Files.createSymbolicLink(root.resolve(name).normalize(), to);
        } catch (UnsupportedOperationException | IOException e) {
            throw new NotRun("this system lets nobody make symbolic links here", "on Linux and macOS it runs");
        }
    }

    /// A client that has seen enough after a megabyte.
    private static final class LeavingClient extends OutputStream {
        private long count;

        static final class Left extends IOException {
            private static final long serialVersionUID = 1;

            Left() {
                super("the test's own: the client has left");
            }
        }

        @Override
        public void write(int b) throws IOException {
            took(1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            took(length);
        }

        private void took(int length) throws Left {
            count += length;
            if (count > 1 << 20) {
                throw new Left();
            }
        }
    }
}
