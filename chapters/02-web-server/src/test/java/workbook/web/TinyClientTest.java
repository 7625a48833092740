package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import workbook.testkit.Bytes;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Ending;
import workbook.testkit.LeaksAreJudgedBy;
import workbook.testkit.NotRun;
import workbook.testkit.Python;
import workbook.testkit.ScriptedPeer;
import workbook.testkit.Seed;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

@LeaksAreJudgedBy("closes_its_socket")
class TinyClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String HELLO = OK + "Content-Length: 5\r\n\r\nhello";

    private Optional<Site> site = Optional.empty();
    private volatile String next = HELLO;

    @AfterEach
    void closeSite() throws IOException {
        if (site.isPresent()) {
            site.orElseThrow().close();
        }
    }

    @Test
    void reads_as_many_bytes_as_the_length_says() {
        try (var peer = asked()) {
            peer.sends(OK + "X-Colour: blue\r\ncontent-length: 5\r\n\r\nhello").readsToTheEnd();
            var reply = send("GET", peer, "/")
                    .whenThrew(SocketTimeoutException.class,
                            "it waits for the end of the stream: the connection may stay open behind a body whose length is known")
                    .value();
            Check.of(peer)
                    .that("as the status", reply.status())
                    .is(200)
                    .that("in the body", reply.body())
                    .is("hello")
                    .that("as X-Colour", reply.headers().first("X-Colour").orElse("none"))
                    .is("blue");
        }
    }

    @Test
    void asks_for_path_and_query() {
        // RFC 9112, 3.2.1: origin-form.
        var line = request("/a%20b/c?x=1&y=%2F").lines().findFirst().orElse("");
        Check.of(new Transcript())
                .likelyIf(line.contains("http:"),
                        "with the whole address it is a request to a proxy: to the server itself go path and query")
                .likelyIf(!line.contains("?"), "the query was left out")
                .likelyIf(line.contains("a b") || line.contains("y=/"),
                        "the path was decoded: a blank in it ends the path, and %2F is not the same as /")
                .that("as the request line", line)
                .is("GET /a%20b/c?x=1&y=%2F HTTP/1.1");
    }

    @Test
    void asks_for_the_root_where_there_is_no_path() {
        Check.of(new Transcript())
                .likely("an address without a path asks for \"/\": between two blanks must stand something")
                .that("as the request line", request("").lines().findFirst().orElse(""))
                .is("GET / HTTP/1.1");
    }

    @Test
    void names_the_host_and_its_port() {
        // RFC 9112, 3.2: a client MUST send Host; RFC 9110, 7.2: with the port.
        try (var peer = asked()) {
            peer.sends(HELLO).readsToTheEnd();
            send("GET", peer, "/").completes();
            var host = new String(peer.received(), ISO_8859_1).lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("host:"))
                    .map(line -> line.substring(5).strip())
                    .toList();
            Check.of(peer)
                    .likelyIf(host.isEmpty(),
                            "RFC 9112 asks for Host in every request: by it, one server tells its sites apart")
                    .likely("Host has the port, too, where the address names one")
                    .that("as Host", host)
                    .is(List.of("127.0.0.1:" + peer.address().getPort()));
        }
    }

    @Test
    void ends_its_request_as_http_does() {
        var request = request("/");
        Check.of(new Transcript())
                .likely("each line ends with CR LF, and behind the last stands an empty one")
                .holds(request.endsWith("\r\n\r\n") && !request.replace("\r\n", "").contains("\n"), "CR LF everywhere",
                        Bytes.show(Bytes.of(request)));
    }

    @Test
    void reads_a_reply_that_comes_in_pieces() {
        try (var peer = asked()) {
            peer.sends("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r").pauses().sends("\nhel").pauses().sends("lo");
            body(peer, "one read() was taken for the whole of something").is("hello");
        }
    }

    @Test
    void reads_a_body_of_any_bytes() {
        var bytes = Seed.bytes(Seed.random(), 5_000);
        bytes[4_999] = '\n';
        bytes[4_998] = '\r';
        try (var peer = asked()) {
            peer.sends(OK + "Content-Length: 5000\r\n\r\n").sends(bytes);
            body(peer, "a body is bytes, not lines: read line by line, its line ends are lost or changed").is(bytes);
        }
    }

    @Test
    void puts_chunks_together() {
        // RFC 9112, 7.1: sizes are hexadecimal; 7.1.1: what stands behind ";" is ignored.
        try (var peer = asked()) {
            peer.sends(OK + "Transfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n1")
                    .sends("0\r\n, sixteen bytes!\r\n")
                    .sends("1A;name=value\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nX-Trailer: yes\r\n\r\n");
            var reply = get(peer)
                    .whenThrew(Exception.class,
                            "the size of a chunk is hexadecimal, 10 is sixteen; behind it may stand an extension, after a semicolon")
                    .whenThrew(SocketTimeoutException.class,
                            "the sizes of the chunks say where the body ends, and not the end of the stream; 10 is sixteen")
                    .value();
            Check.of(peer)
                    .likely("the sizes of the chunks, their line ends and the trailers are not part of the body")
                    .that("in the body", reply.body())
                    .is("hello, sixteen bytes!abcdefghijklmnopqrstuvwxyz");
        }
    }

    @Test
    void reads_to_the_end_where_nothing_else_says_it() {
        try (var peer = asked()) {
            peer.sends("HTTP/1.0 200 OK\r\n\r\nhello").closes();
            body(peer, "without a length and without chunks the body ends with the stream").is("hello");
        }
    }

    @Test
    void refuses_a_body_that_ends_too_early() throws IOException {
        // RFC 9112, 8: such a message is incomplete.
        for (var reply : List.of(OK + "Content-Length: 9\r\n\r\nhello",
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", OK + "Content-Le")) {
            get(reply)
                    .whenReturned(got -> true,
                            "half a body was taken for a whole one: a truncated file looks like success")
                    .throwsA(IOException.class);
        }
    }

    @Test
    void expects_no_body_where_there_is_none() {
        // RFC 9112, 6.3, rule 1.
        try (var peer = asked()) {
            peer.sends(HELLO.replace("hello", "")).readsToTheEnd();
            empty(send("HEAD", peer, "/"), "the reply to a HEAD has the headers of a GET, and never a body");
        }
        for (var status : new String[]{"204 No Content", "304 Not Modified"}) {
            try (var peer = asked()) {
                peer.sends("HTTP/1.1 " + status + "\r\nContent-Length: 5\r\n\r\n").readsToTheEnd();
                empty(get(peer), "204 and 304 never have a body, whatever their headers say");
            }
        }
    }

    private static void empty(Call<Reply> call, String mistake) {
        call.whenThrew(IOException.class, mistake)
                .whenHung(mistake)
                .returns("an empty body", reply -> reply.body().length == 0);
    }

    @Test
    void skips_interim_replies() {
        // RFC 9110, 15.2.
        try (var peer = asked()) {
            peer.sends("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + HELLO);
            get(peer)
                    .whenReturned(reply -> reply.status() < 200,
                            "1xx is said before the one that counts, and may be said often")
                    .whenThrew(Exception.class,
                            "after a reply 100 to 199, which has no body, comes another, as often as the "
                                    + "server likes")
                    .returns("status 200 and \"hello\"",
                            reply -> reply.status() == 200 && new String(reply.body(), UTF_8).equals("hello"));
        }
    }

    @Test
    void follows_a_relative_location() throws IOException {
        try (var site = new Site(path -> switch (path) {
            case "/a/b" -> redirect("../c?x=1");
            case "/c?x=1" -> redirect("/d");
            default -> HELLO;
        })) {
            Call.of(site.transcript, () -> TinyClient.send("GET", site.address("/a/b"), LIMIT))
                    .whenThrew(Exception.class, "a Location may be relative to the address that was asked for")
                    .returns("the body \"hello\"", reply -> new String(reply.body(), UTF_8).equals("hello"))
                    .that("asked for", site.asked)
                    .is(List.of("/a/b", "/c?x=1", "/d"));
        }
    }

    @Test
    void follows_five_redirections() throws IOException {
        try (var site = new Site(path -> path.equals("/5") ? HELLO : redirect("/" + (path.charAt(1) - '0' + 1)))) {
            Call.of(site.transcript, () -> TinyClient.send("GET", site.address("/0"), LIMIT))
                    .whenThrew(IOException.class, "five are allowed: only the sixth is too many")
                    .returns("status 200", reply -> reply.status() == 200);
        }
    }

    @Test
    void stops_after_five_redirections() throws IOException {
        try (var site = new Site(path -> redirect("/round"))) {
            Call.of(site.transcript, () -> TinyClient.send("GET", site.address("/round"), LIMIT))
                    .whenReturned(reply -> true, "the last redirection was returned as if it were the answer")
                    .whenHung("two pages that redirect to each other keep it busy for ever")
                    .throwsA(IOException.class)
                    .that("requests", site.asked.size())
                    .is(6);
        }
    }

    @Test
    void closes_its_socket() {
        for (var reply : new String[]{HELLO, "nonsense\r\n\r\n"}) {
            try (var peer = asked()) {
                peer.sends(reply).readsToTheEnd();
                Call.doing(peer, () -> {
                    try {
                        TinyClient.send("GET", uri(peer, "/"), LIMIT);
                    } catch (IOException e) {
                        // The second is no reply.
                    }
                }).completes();
                Check.of(peer)
                        .likely("the socket was left open, and the server keeps it, too")
                        .holds(peer.ending() != Ending.OPEN, "a closed connection", "an open one");
            }
        }
    }

    @Test
    void does_not_allocate_what_is_only_announced() {
        for (var announced : new String[]{"Content-Length: 2147483647\r\n\r\nhello",
                "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\nhello"}) {
            try (var peer = asked()) {
                peer.sends(OK + announced).closes();
                Call.of(peer, () -> {
                    try {
                        return TinyClient.send("GET", uri(peer, "/"), LIMIT);
                    } catch (OutOfMemoryError e) {
                        // Without its cause: the answer is wrong, and nothing has crashed.
                        throw new IllegalStateException("there is not so much memory");
                    }
                })
                        .whenReturned(reply -> true, "five bytes were taken for all that was announced")
                        .whenThrew(IllegalStateException.class,
                                "the length was believed before a byte had come: any server can take all your memory")
                        .throwsA(IOException.class);
            }
        }
    }

    @Test
    void refuses_an_address_that_is_not_of_http() throws IOException {
        try (var site = new Site(path -> HELLO)) {
            var uri = URI.create(site.address("/").toString().replace("http:", "https:"));
            Call.of(site.transcript, () -> TinyClient.send("GET", uri, LIMIT))
                    .whenReturned(reply -> true, "https was asked for, and everything went over the wire in plain text")
                    .throwsA(IllegalArgumentException.class);
        }
    }

    @Test
    void gives_up_after_the_limit() {
        try (var peer = asked()) {
            peer.sends(OK).readsToTheEnd();
            Call.of(peer, () -> TinyClient.send("GET", uri(peer, "/"), Duration.ofMillis(60)))
                    .whenHung("a read without a limit waits as long as the server says nothing")
                    .throwsA(SocketTimeoutException.class);
        }
    }

    @Test
    @Timeout(5)
    void understands_the_server_of_the_jdk(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.txt"), "hello\n");
        Files.createDirectory(folder.resolve("sub"));
        var server = SimpleFileServer.createFileServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.toRealPath(),
                SimpleFileServer.OutputLevel.NONE);
        server.start();
        try {
            understands(new Transcript(), "http://127.0.0.1:" + server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    @Test
    @Timeout(5)
    @Witness("python3")
    void understands_the_server_of_python(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.txt"), "hello\n");
        Files.createDirectory(folder.resolve("sub"));
        try (var python = Python.runs("""
                import functools, http.server, sys
                handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
                handler.protocol_version = "HTTP/1.1"
                server = http.server.HTTPServer(("127.0.0.1", 0), handler)
                print(server.server_address[1])
                server.serve_forever()
                """, folder.toRealPath().toString())) {
            understands(python.transcript(), "http://127.0.0.1:" + python.address().getPort());
        }
    }

    private static void understands(Transcript transcript, String site) {
        Call.of(transcript, () -> TinyClient.get(URI.create(site + "/a.txt")))
                .returns("\"hello\\n\"",
                        reply -> reply.status() == 200 && new String(reply.body(), UTF_8).equals("hello\n"));
        Call.of(transcript, () -> TinyClient.send("HEAD", URI.create(site + "/a.txt")))
                .returns("no body", reply -> reply.status() == 200 && reply.body().length == 0);
        Call.of(transcript, () -> TinyClient.get(URI.create(site + "/missing")))
                .returns("status 404", reply -> reply.status() == 404);
        Call.of(transcript, () -> TinyClient.get(URI.create(site + "/sub")))
                .returns("status 200, from /sub/", reply -> reply.status() == 200);
    }

    /// A peer that has read a request.
    private static ScriptedPeer asked() {
        return ScriptedPeer.start().readsUntil("\r\n\r\n");
    }

    private static String request(String target) {
        try (var peer = asked()) {
            peer.sends(HELLO).readsToTheEnd();
            send("GET", peer, target).completes();
            return new String(peer.received(), ISO_8859_1);
        }
    }

    private static Check.Found body(ScriptedPeer peer, String mistake) {
        var reply = get(peer).whenThrew(IOException.class, mistake).value();
        return Check.of(peer).likely(mistake).that("in the body", reply.body());
    }

    /// Whose server answers just this, and closes.
    private Call<Reply> get(String reply) throws IOException {
        if (site.isEmpty()) {
            site = Optional.of(new Site(path -> next));
        }
        next = reply;
        var server = site.orElseThrow();
        server.transcript.test("answered " + Bytes.show(Bytes.of(reply)) + ", and closed");
        return Call.of(server.transcript, () -> TinyClient.send("GET", server.address("/"), LIMIT));
    }

    private static Call<Reply> get(ScriptedPeer peer) {
        return send("GET", peer, "/");
    }

    private static Call<Reply> send(String method, ScriptedPeer peer, String target) {
        return Call.of(peer, () -> TinyClient.send(method, uri(peer, target), LIMIT));
    }

    private static URI uri(ScriptedPeer peer, String target) {
        return URI.create("http://127.0.0.1:" + peer.address().getPort() + target);
    }

    @Test
    void gives_up_on_a_server_that_lets_nobody_in() throws IOException {
        if (!Files.exists(Path.of("/proc/self/fd"))) {
            throw new NotRun("a full queue is answered on this system, where Linux keeps silent", "run it on Linux");
        }
        // The queue of a listener that nobody accepts from is full with two: Linux lets the next caller wait (listen(2)).
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var first = new Socket(listener.getInetAddress(), listener.getLocalPort());
                var second = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            TestSide.has(listener);
            TestSide.has(first);
            TestSide.has(second);
            var transcript = new Transcript();
            transcript.test("let nobody in");
            var address = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
            // Whoever has no limit is refused at last, when its kernel asks again.
            var closer = Thread.ofPlatform().daemon().name("testkit closer").start(() -> closeSoon(listener));
            try {
                Call.of(transcript, () -> TinyClient.send("GET", address, Duration.ofMillis(60)))
                        .whenThrew(ConnectException.class,
                                "a connect without a limit waits for minutes: new Socket(host, port) has none")
                        .throwsA(SocketTimeoutException.class);
            } finally {
                closer.interrupt();
            }
        }
    }

    @Test
    void follows_every_kind_of_redirection() throws IOException {
        try (var site = new Site(path -> path.equals("/there")
                ? HELLO
                : redirect("/there").replace("302", path.substring(1)))) {
            for (var status : List.of("301", "302", "303", "307", "308")) {
                site.transcript.test("answered /" + status + " with a " + status);
                Call.of(site.transcript, () -> TinyClient.send("GET", site.address("/" + status), LIMIT))
                        .returns("status 200, after a " + status, reply -> reply.status() == 200);
            }
        }
    }

    @Test
    void asks_with_the_same_method_where_it_is_redirected() throws IOException {
        // RFC 9110, 15.4: only a POST may become a GET.
        try (var site = new Site(path -> path.equals("/there") ? HELLO : redirect("/there"))) {
            Call.of(site.transcript, () -> TinyClient.send("HEAD", site.address("/"), LIMIT))
                    .completes()
                    .likely("who asks for the head does not want the body, whatever the way there")
                    .that("as the methods", site.methods)
                    .is(List.of("HEAD", "HEAD"));
        }
    }

    @Test
    void names_the_host_that_it_is_redirected_to() throws IOException {
        try (var there = new Site(path -> HELLO);
                var site = new Site(path -> redirect(there.address("/").toString()))) {
            Call.of(site.transcript, () -> TinyClient.send("GET", site.address("/"), LIMIT))
                    .returns("status 200", reply -> reply.status() == 200)
                    .likely("the second server was told the name of the first: it may have another site for each name")
                    .that("as Host, at the second", there.hosts)
                    .is(List.of("127.0.0.1:" + there.address("/").getPort()));
        }
    }

    @Test
    void does_not_follow_to_anything_but_http() throws IOException {
        try (var site = new Site(path -> redirect("https://127.0.0.1/"))) {
            Call.of(site.transcript, () -> TinyClient.send("GET", site.address("/"), LIMIT))
                    .whenThrew(RuntimeException.class,
                            "the caller's address was of http; what a server redirects to is no "
                                    + "mistake of the caller")
                    .throwsA(IOException.class);
        }
    }

    @Test
    void prefers_chunks_to_a_length() {
        // RFC 9112, 6.3: Transfer-Encoding overrides Content-Length.
        try (var peer = asked()) {
            peer.sends(OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                    .readsToTheEnd();
            body(peer, "with both, the chunks decide").is("hello");
        }
    }

    @Test
    void throws_an_io_exception_for_what_is_no_reply() throws IOException {
        for (var reply : List.of("HTTP/1.1 abc OK\r\n\r\n", "hello\r\n\r\n", OK + "Content-Length: x\r\n\r\n",
                OK + "Content-Length: -1\r\n\r\n", OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\n4\r\nhello\r\n0\r\n\r\n")) {
            get(reply).whenThrew(RuntimeException.class, "what a stranger sends is no bug of this program")
                    .whenReturned(any -> true, "what is broken, or cut short, passed for a reply")
                    .throwsA(IOException.class);
        }
    }

    private static String redirect(String location) {
        return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
    }

    private static void closeSoon(ServerSocket listener) {
        try {
            Thread.sleep(Duration.ofMillis(400));
            listener.close();
        } catch (IOException | InterruptedException e) {
            // The test is over.
        }
    }

    /// A server that answers each target with a text of its own, and closes.
    private static final class Site implements AutoCloseable {
        private final Transcript transcript = new Transcript();
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final List<String> methods = new CopyOnWriteArrayList<>();
        private final List<String> hosts = new CopyOnWriteArrayList<>();
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final Thread thread;

        Site(Function<String, String> replies) throws IOException {
            TestSide.has(listener);
            thread = Thread.ofPlatform().daemon().name("test's site").start(() -> serve(replies));
        }

        URI address(String target) {
            return URI.create("http://127.0.0.1:" + listener.getLocalPort() + target);
        }

        private void serve(Function<String, String> replies) {
            while (!listener.isClosed()) {
                try (var socket = listener.accept()) {
                    var in = socket.getInputStream();
                    var head = new StringBuilder();
                    for (var next = in.read(); next >= 0; next = in.read()) {
                        head.append((char) next);
                        if (head.toString().endsWith("\r\n\r\n")) {
                            break;
                        }
                    }
                    var words = head.toString().split(" ");
                    if (words.length > 1) {
                        methods.add(words[0]);
                        asked.add(words[1]);
                        head.toString()
                                .lines()
                                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("host:"))
                                .forEach(line -> hosts.add(line.substring(5).strip()));
                        socket.getOutputStream().write(Bytes.of(replies.apply(words[1])));
                    }
                } catch (IOException e) {
                    // The answer has left, or the test is over.
                }
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            try {
                thread.join(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
