package workbook.rawtcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import workbook.kit.network.Capture;
import workbook.kit.network.Frame;
import workbook.kit.network.PrivateNetwork;
import workbook.kit.network.RawSocket;
import workbook.testkit.Curl;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.Program;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;
import workbook.web.Website;

/// What programs that know nothing of it fetch over the reference TCP, from the reference web server: a page, and ten
/// megabytes.
@Timeout(60)
class ClientsTest {
    private static final String SITE = "http://10.77.0.2/";
    private static final String PAGE = "<!DOCTYPE html><p>hello, over a TCP made by hand</p>\n";
    private static final int TEN_MEGABYTES = 10_000_000;

    @TempDir
    private Path root;

    private final ConcurrentLinkedQueue<Throwable> troubles = new ConcurrentLinkedQueue<>();
    private Optional<Stack> stack = Optional.empty();
    private byte[] large = {};

    @BeforeEach
    void serve() throws IOException {
        Kernel.needed();
        large = Seed.bytes(Seed.random(), TEN_MEGABYTES);
        Files.writeString(root.resolve("index.html"), PAGE);
        Files.write(root.resolve("large.bin"), large);
        stack = Optional.of(new Stack(Wire.toKernel(PrivateNetwork.nobody()), PrivateNetwork.nobody(), Settings.DEFAULT,
                new Random()));
        stack.get().failure().exceptionally(failure -> {
            troubles.add(failure);
            return null;
        });
        stack.get().listen(80, connection -> {
            try {
                Website.serve(connection, root);
            } catch (IOException | RuntimeException | Error e) {
                troubles.add(e);
            }
        });
    }

    @AfterEach
    void end() throws IOException {
        if (stack.isPresent()) {
            stack.get().close();
        }
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }

    @Test
    @Witness("curl")
    void curl_fetches_a_page_and_ten_megabytes() throws IOException {
        var fetched = root.resolve("fetched.bin");
        try (var page = Curl.runs(SITE); var file = Curl.runs("-o", fetched.toString(), SITE + "large.bin")) {
            assertThat(page.text()).isEqualTo(PAGE);
            assertThat(file.exit()).as(file.err()).isZero();
        }
        assertThat(hash(Files.readAllBytes(fetched))).isEqualTo(hash(large));
        assertThat(troubles).isEmpty();
    }

    @Test
    void http_client_fetches_a_page_and_ten_megabytes() throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            assertThat(new String(fetch(client, ""), UTF_8)).isEqualTo(PAGE);
            assertThat(hash(fetch(client, "large.bin"))).isEqualTo(hash(large));
        }
        assertThat(troubles).isEmpty();
    }

    private static byte[] fetch(HttpClient client, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(SITE + path)).timeout(Deadline.ofTest().left()).build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    /// Chromium itself compares the hash: it runs a script only if that is the one which the page says. One with a hash
    /// that is another shows that it does.
    @Test
    @Witness("chromium")
    void chromium_fetches_a_page_and_ten_megabytes() throws IOException {
        var script = ("/*" + HexFormat.of().formatHex(large, 0, TEN_MEGABYTES / 2) + "*/ says('it has run');")
                .getBytes(UTF_8);
        Files.write(root.resolve("large.js"), script);
        Files.writeString(root.resolve("other.js"), "says('it should not have run');");
        Files.writeString(root.resolve("page.html"), """
                <!DOCTYPE html><p></p>
                <script>const says = words => document.querySelector("p").append(words + ", ");</script>
                <script src="large.js" integrity="sha256-%1$s" onerror="says('refused')"></script>
                <script src="other.js" integrity="sha256-%1$s" onerror="says('another is refused')"></script>
                """.formatted(Base64.getEncoder().encodeToString(sha256(script))));
        // Not a @TempDir: its last processes still write as they are ended.
        var profile = Files.createTempDirectory("chromium");
        try (var chromium = Program.named("chromium")
                .start(new Transcript(),
                        List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                                "--disable-dev-shm-usage", "--user-data-dir=" + profile, "--dump-dom",
                                SITE + "page.html"))) {
            var seen = chromium.awaitOut(Pattern.compile("<p>(.*)</p>"));
            assertThat(seen.map(found -> found.group(1)).orElse("nothing"))
                    .isEqualTo("it has run, another is refused, ");
        } finally {
            Eventually.holds(() -> isDeleted(profile), Deadline.in(Duration.ofSeconds(5)));
        }
    }

    private static boolean isDeleted(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException e) {
            return Files.notExists(folder);
        }
        return Files.notExists(folder);
    }

    @Test
    void two_clients_are_served_at_once() throws IOException, InterruptedException {
        try (var slow = new Socket(PrivateNetwork.nobody(), 80); var client = HttpClient.newHttpClient()) {
            slow.setSoTimeout(Deadline.ofTest().millis());
            slow.getOutputStream()
                    .write("GET /large.bin HTTP/1.1\r\nHost: 10.77.0.2\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
            var first = slow.getInputStream().readNBytes(1000);
            // It has stopped reading, and another one gets all of its own meanwhile.
            assertThat(hash(fetch(client, "large.bin"))).isEqualTo(hash(large));
            var rest = slow.getInputStream().readAllBytes();
            assertThat(new String(first, UTF_8)).startsWith("HTTP/1.1 200 ");
            assertThat(hash(Arrays.copyOfRange(rest, rest.length - (TEN_MEGABYTES - bodyIn(first)), rest.length)))
                    .isEqualTo(hash(Arrays.copyOfRange(large, bodyIn(first), TEN_MEGABYTES)));
        }
        assertThat(troubles).isEmpty();
    }

    /// How many bytes of the body are in the first ones of an answer.
    private static int bodyIn(byte[] first) {
        var text = new String(first, ISO_8859_1);
        return first.length - (text.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void a_connection_to_a_port_of_nobody_s_is_refused() {
        assertThatThrownBy(() -> new Socket(PrivateNetwork.nobody(), 81).close()).isInstanceOf(ConnectException.class);
        assertThat(troubles).isEmpty();
    }

    @Test
    void a_write_behind_the_end_of_output_is_refused() throws Exception {
        var refusal = new CompletableFuture<String>();
        stack.orElseThrow().listen(82, connection -> {
            try (connection) {
                connection.shutdownOutput();
                connection.out().write('x');
                refusal.complete("none");
            } catch (IOException e) {
                refusal.complete(e.getMessage());
            }
        });
        try (var client = new Socket(PrivateNetwork.nobody(), 82)) {
            client.setSoTimeout(Deadline.ofTest().millis());
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(refusal.get(10, TimeUnit.SECONDS)).isEqualTo("Socket output is shutdown");
        }
        assertThat(troubles).isEmpty();
    }

    /// From a connection that only the other side knows of, or nobody.
    @Test
    void a_stray_segment_is_answered_with_a_reset() throws IOException, InterruptedException {
        var ends = new Ends(PrivateNetwork.here(), 41_002, PrivateNetwork.nobody(), 80);
        try (var capture = Capture.ofPort(ends.localPort()).start(); var raw = RawSocket.open()) {
            raw.send(Packets.of(ends.segment(1000, 4711, Control.ACK | Control.PSH, 0xffff, new byte[0],
                    "hello".getBytes(UTF_8))));
            var answer = capture.await(frame -> segment(frame).filter(each -> each.is(Control.RST)).isPresent(),
                    Duration.ofSeconds(10)).flatMap(ClientsTest::segment);
            assertThat(answer.map(each -> Control.names(each.header().control()) + " seq "
                    + each.header().sequence())).contains("RST seq 4711");
        }
        assertThat(troubles).isEmpty();
    }

    private static Optional<Segment> segment(Frame frame) {
        return Packets.segment(Arrays.copyOfRange(frame.bytes(), Sniffer.ETHERNET_BYTES, frame.bytes().length), true);
    }
}
