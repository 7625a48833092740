package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import workbook.engine.Folders;

/// The program of chapter 1 as two terminals run it, on the workbook's answers.
///
/// Compiled once. Where it matters that both sides are processes they are; elsewhere they are called, which is quicker.
@EnabledIf("hasSolutions")
class FileBetweenTerminalsTest {
    private static final Path WORKBOOK = Path.of(System.getProperty("workbook.root"));
    private static final String MAIN = "workbook.sockets.Main";
    private static final Pattern PORT = Pattern.compile("port (\\d+);");

    @TempDir
    static Path root;
    private static Path classes;

    @TempDir
    Path folder;
    private Path inbox;

    static boolean hasSolutions() {
        return Files.isDirectory(WORKBOOK.resolve("solutions/01-socket-basics"));
    }

    @BeforeAll
    static void a_workbook() throws IOException {
        Folders.copy(WORKBOOK.resolve("chapters"), root.resolve("chapters"));
        Folders.copy(WORKBOOK.resolve("solutions"), root.resolve("solutions"));
        classes = Fixture.programClasses(root, "socket-basics", true);
    }

    @BeforeEach
    void an_inbox() throws IOException {
        inbox = Files.createDirectory(folder.resolve("in box"));
    }

    @Test
    void carries_a_file_whole_and_overwrites_none() throws Exception {
        var name = "zwei Wörter.bin";
        var file = file(name, 5_000_000);
        Files.writeString(inbox.resolve(name), "here before");
        try (var receiver = command("receive", inbox.toString(), "--port", "0");
                var sender = command("send", name, "--port", port(receiver.awaits("listening at")))) {
            assertThat(sender.exitCode()).isZero();
            assertThat(receiver.exitCode()).isZero();
            assertThat(sender.output()).contains("stored there as zwei Wörter-2.bin, 5.0 MB",
                    "carried by connect-by-name, framing, three-endings: the workbook's");
            assertThat(receiver.output()).contains("carried by listen-and-accept, framing: the workbook's");
        }
        assertThat(inbox.resolve("zwei Wörter-2.bin")).hasSameBinaryContentAs(file);
        assertThat(inbox.resolve(name)).hasContent("here before");
        assertThat(inbox.toFile().list()).hasSize(2);
    }

    @Test
    void carries_an_empty_file() throws Exception {
        file("empty", 0);
        try (var receiver = receive(); var sender = send("empty", port(receiver))) {
            assertThat(sender.exitCode()).isZero();
            assertThat(receiver.exitCode()).isZero();
        }
        assertThat(inbox.resolve("empty")).isEmptyFile();
    }

    @Test
    void stores_nothing_when_the_sender_is_killed_in_the_middle() throws Exception {
        file("big", 10_000_000);
        try (var receiver = receive();
                var sender = command("send", "big", "--port", port(receiver), "--rate", "500")) {
            receiver.awaits("received ");
            sender.program().destroyForcibly();
            assertThat(receiver.exitCode()).isEqualTo(4);
            assertThat(receiver.output())
                    .contains("then the sender ended the connection in the middle. Nothing was stored.");
        }
        assertThat(inbox).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void goes_on_after_a_pause() throws Exception {
        var file = file("big", 4_000_000);
        try (var receiver = receive();
                var sender = command("send", "big", "--port", port(receiver), "--rate", "1500")) {
            receiver.awaits("received ");
            sender.signal("STOP");
            receiver.awaits("nothing more comes; waiting");
            sender.signal("CONT");
            receiver.awaits("it goes on, after ");
            assertThat(receiver.exitCode()).isZero();
            assertThat(sender.exitCode()).isZero();
        }
        assertThat(inbox.resolve("big")).hasSameBinaryContentAs(file);
    }

    @Test
    void tells_a_reset_from_an_end() throws Exception {
        try (var receiver = receive(); var socket = call(port(receiver))) {
            label(socket, "big", 1000);
            receiver.awaits("a sender has called");
            socket.setSoLinger(true, 0);
            socket.close();
            assertThat(receiver.exitCode()).isEqualTo(5);
            assertThat(receiver.output()).contains("the connection was reset");
        }
        assertThat(inbox).isEmptyDirectory();
    }

    @Test
    void gives_up_after_a_long_silence() throws Exception {
        try (var receiver = receive("--patience", "1"); var socket = call(port(receiver))) {
            label(socket, "big", 1000);
            assertThat(receiver.exitCode()).isEqualTo(6);
            assertThat(receiver.output()).contains("nothing has come for 1 s. Nothing was stored.");
        }
        assertThat(inbox).isEmptyDirectory();
    }

    @Test
    void writes_nothing_outside_its_folder() throws Exception {
        try (var receiver = receive(); var socket = call(port(receiver))) {
            label(socket, "../../\u001b[2J.evil", 0);
            socket.shutdownOutput();
            assertThat(receiver.exitCode()).isZero();
            assertThat(socket.getInputStream().readAllBytes()).endsWith("_[2J.evil".getBytes(UTF_8));
        }
        assertThat(inbox.toFile().list()).containsExactly("_[2J.evil");
    }

    @Test
    void tells_the_sender_how_the_receiver_ended() throws Exception {
        file("big", 100_000);
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (var sender = send("big", Integer.toString(server.getLocalPort())); var socket = server.accept()) {
                socket.getInputStream().readAllBytes();
                socket.close();
                assertThat(sender.exitCode()).isEqualTo(4);
                assertThat(sender.output()).contains("the receiver ended without a word");
            }
            try (var sender = send("big", Integer.toString(server.getLocalPort())); var socket = server.accept()) {
                // A reset that comes sooner ends the attempt to connect.
                assertThat(socket.getInputStream().read()).isNotNegative();
                socket.setSoLinger(true, 0);
                socket.close();
                assertThat(sender.exitCode()).isEqualTo(5);
            }
            try (var sender = send("big", Integer.toString(server.getLocalPort()), "--patience", "1");
                    var socket = server.accept()) {
                socket.getInputStream().readAllBytes();
                assertThat(sender.exitCode()).isEqualTo(6);
            }
        }
    }

    @Test
    void gives_up_on_a_receiver_that_takes_nothing() throws Exception {
        file("huge", 30_000_000);
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var sender = send("huge", Integer.toString(server.getLocalPort()), "--patience", "2");
                var socket = server.accept()) {
            assertThat(socket.isConnected()).isTrue();
            assertThat(sender.exitCode()).isEqualTo(6);
            assertThat(sender.output()).contains("and the receiver takes no more; waiting",
                    "then the receiver took nothing for 2 s. The file is not there.");
        }
    }

    @Test
    void says_in_a_sentence_what_cannot_be_had() throws Exception {
        file("there", 1);
        int free;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = taken.getLocalPort();
            says(1, "Cannot listen on port " + free, "receive", "--port", Integer.toString(free));
        }
        says(1, "Nobody listens at localhost, port " + free, "send", path("there"), "--port", Integer.toString(free));
        says(1, "There is no file " + path("missing") + ".", "send", path("missing"));
        says(1, "in box is a folder", "send", path("in box"));
        says(1, "nowhere does not exist", "receive", path("nowhere"));
        says(2, "--port takes a number from 0 to 65535, and 'http' is none.", "send", path("there"), "--port",
                "http");
        says(2, "--rate is for send", "receive", path("in box"), "--rate", "4");
        // Of a network that is kept for documentation (RFC 5737): no machine has it.
        says(1, "Cannot listen at 192.0.2.1: ", "receive", path("in box"), "--host", "192.0.2.1");
        says(2, "neither 'receive' nor 'send'", "sned", "there");
        says(2, "Which file?", "send");
    }

    @Test
    void says_which_exercise_is_missing() throws Exception {
        Fixture.programClasses(root, "socket-basics", false);
        try (var receiver = RealCommand.start(root, folder, "run", "socket-basics", "receive")) {
            assertThat(receiver.exitCode()).isEqualTo(3);
            assertThat(receiver.output()).contains("the stub of listen-and-accept",
                    "./workbook task listen-and-accept");
        }
    }

    private static void says(int exitCode, String words, String... arguments) throws Exception {
        try (var run = CalledProgram.start(classes, MAIN, arguments)) {
            assertThat(run.exitCode()).isEqualTo(exitCode);
            assertThat(run.output()).hasLineCount(1).contains(words);
        }
    }

    private CalledProgram receive(String... options) throws IOException {
        return called(List.of("receive", inbox.toString(), "--port", "0"), options);
    }

    private CalledProgram send(String name, String port, String... options) throws IOException {
        return called(List.of("send", path(name), "--port", port), options);
    }

    private static CalledProgram called(List<String> words, String... more) throws IOException {
        return CalledProgram.start(classes, MAIN,
                Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new));
    }

    /// As it is typed, with its two JVMs.
    private RealCommand command(String... words) throws IOException {
        return RealCommand.start(root, folder, Stream.concat(Stream.of("run", "socket-basics", "--solution"),
                Stream.of(words)).toArray(String[]::new));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String port(CalledProgram receiver) {
        return port(receiver.awaits("listening at"));
    }

    private static String port(String invitation) {
        var port = PORT.matcher(invitation);
        assertThat(port.find()).isTrue();
        return port.group(1);
    }

    private static Socket call(String port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    /// The frame that a file begins with.
    private static void label(Socket socket, String name, long size) throws IOException {
        var text = name.getBytes(UTF_8);
        socket.getOutputStream()
                .write(ByteBuffer.allocate(4 + 8 + text.length)
                        .putInt(8 + text.length)
                        .putLong(size)
                        .put(text)
                        .array());
    }

    private Path file(String name, int size) throws IOException {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(folder.resolve(name), bytes);
    }
}
