package workbook.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Python;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class GridTest {
    private static UnixStreamServer open(Path file) throws IOException {
        return new UnixStreamServer(UnixDomainSocketAddress.of(file), GridEcho.OfStream::new);
    }

    // A server whose address is a path

    @Test
    void answers_at_a_path() throws IOException {
        try (var folder = GridScene.Folder.make(); var scene = new GridScene(GridCell.UNIX, folder.file())) {
            Check.of(scene.transcript)
                    .likely("TCPServer's own serverBind does the binding")
                    .that("as its address", scene.server.serverAddress())
                    .is(UnixDomainSocketAddress.of(folder.file()));
            scene.hears(scene.says("ana\n"), "1 ana\n", "nobody has handled the request");
            scene.hears(scene.says("bo\n"), "2 bo\n", "nobody has handled the second request");
        }
    }

    @Test
    void deletes_its_file_when_it_is_closed() throws IOException {
        try (var folder = GridScene.Folder.make()) {
            var transcript = new Transcript();
            transcript.test("opened a UnixStreamServer, and closed it");
            try (var server = Call.of(transcript, () -> open(folder.file())).value()) {
                server.serverClose();
                Check.of(transcript)
                        .likelyIf(server.channel().isOpen(), "the channel is to be closed, too")
                        .likely("the kernel makes the file, and leaves it: whoever binds there next is told that the "
                                + "address is in use, by nobody")
                        .holds(!server.channel().isOpen() && Files.notExists(folder.file()),
                                "a closed channel, and no file", Files.exists(folder.file())
                                        ? "the file is there still"
                                        : "the file is gone, and the channel is open");
            }
        }
    }

    @Test
    void deletes_no_file_that_it_has_not_made() throws IOException {
        try (var folder = GridScene.Folder.make()) {
            var transcript = new Transcript();
            transcript
                    .test("opened a UnixStreamServer, closed it, opened another one there, and closed the first again");
            var first = Call.of(transcript, () -> open(folder.file())).value();
            first.serverClose();
            try (var _ = open(folder.file())) {
                first.serverClose();
                Check.of(transcript)
                        .likely("closing again does nothing: by now the path may be somebody else's")
                        .holds(Files.exists(folder.file()), "the other server's file", "it was deleted");
                transcript.test("made a third one for the same path that was never bound, and closed it");
                new UnixStreamServer(UnixDomainSocketAddress.of(folder.file()), GridEcho.OfStream::new, false)
                        .serverClose();
                Check.of(transcript)
                        .likely("a channel that was never bound has made no file: its local address is null")
                        .holds(Files.exists(folder.file()), "the other server's file", "it was deleted");
            }
        }
    }

    @Test
    void binds_where_a_dead_server_has_left_its_file() throws IOException {
        try (var folder = GridScene.Folder.make()) {
            try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                dead.bind(UnixDomainSocketAddress.of(folder.file()));
            }
            var transcript = new Transcript();
            transcript.test("bound a channel to a path and closed it, which leaves the file");
            try (var _ = Call.of(transcript, () -> open(folder.file()))
                    .whenThrew(BindException.class,
                            "a server that was killed cannot delete its file, and after that none "
                                    + "would ever start again until somebody deletes it by hand")
                    .value();
                    var client = new GridClient.OfStream(UnixDomainSocketAddress.of(folder.file()),
                            ThreadingWords.PATIENCE)) {
                client.says("ana\n");
            }
        }
    }

    @Test
    void leaves_a_server_alone_that_lives() throws IOException {
        try (var folder = GridScene.Folder.make(); var scene = new GridScene(GridCell.UNIX, folder.file())) {
            scene.transcript.test("opened another one at the same path");
            Call.of(scene.transcript, () -> {
                open(folder.file()).serverClose();
                return "a server";
            })
                    .whenReturned(_ -> true, "the file of a server that runs was deleted: it goes on listening, and no "
                            + "client will find it any more")
                    .throwsA(BindException.class);
            Check.of(scene.transcript)
                    .likely("the file of a server that runs was deleted: it goes on listening, and no client will find it "
                            + "any more")
                    .holds(Files.exists(folder.file()), "the first one's file", "it was deleted");
            scene.hears(scene.says("ana\n"), "1 ana\n", "the first server is to be left as it was");
        }
    }

    @Test
    void leaves_a_file_alone_that_is_no_socket() throws IOException {
        try (var folder = GridScene.Folder.make()) {
            Files.writeString(folder.file(), "a letter");
            var transcript = new Transcript();
            transcript.test("wrote a text to a file, and opened a UnixStreamServer at its path");
            Call.of(transcript, () -> {
                open(folder.file()).serverClose();
                return "a server";
            })
                    .whenReturned(_ -> true, "somebody's file was deleted. That a connection to it is refused says "
                            + "nothing: so it is with each file that is no socket")
                    .throwsA(BindException.class);
            Check.of(transcript)
                    .likely("somebody's file was deleted")
                    .that("as what the file contains", Files.exists(folder.file())
                            ? Files.readString(folder.file())
                            : "nothing: there is none")
                    .is("a letter");
        }
    }

    // One suite for all

    @Test
    void does_the_same_in_every_cell() throws IOException {
        for (var cell : List.of(GridCell.UNIX, GridCell.THREADING_UNIX, GridCell.THREADING_UDP, GridCell.TCP,
                GridCell.UDP, GridCell.THREADING_TCP)) {
            try (var folder = GridScene.Folder.make(); var scene = new GridScene(cell, folder.file())) {
                scene.hears(scene.says("ana\n"), "1 ana\n", "nobody has handled the request");
                scene.hears(scene.says("bo\n"), "2 bo\n", "nobody has handled the second request");
                scene.endsLoop();
                Call.doing(scene.transcript, scene.server::serverClose)
                        .whenHung("closing waits, and no request is left")
                        .completes();
                Check.of(scene.transcript)
                        .likely("whatever it is mixed with, serverClose closes the channel and deletes the file")
                        .holds(!scene.server.channel().isOpen() && Files.notExists(folder.file()),
                                "a closed channel, and no file", "one of them is left");
            }
        }
    }

    @Test
    void serves_a_quick_client_while_a_slow_one_is_served() throws IOException, InterruptedException {
        for (var cell : List.of(GridCell.THREADING_UNIX, GridCell.THREADING_UDP)) {
            try (var folder = GridScene.Folder.make(); var scene = new GridScene(cell, folder.file())) {
                var slow = scene.says("slow\n");
                GridEcho.isHeld();
                scene.hears(scene.says("quick\n"), "1 quick\n",
                        "the second request waits for the first: of two methods "
                                + "processRequest the class's is called, unless " + cell.type + " says otherwise");
                GridEcho.letGo();
                scene.hears(slow, "2 slow\n", "the first request is to be handled to its end");
            }
        }
    }

    @Test
    void answers_those_that_it_serves_before_it_is_closed() throws IOException, InterruptedException {
        for (var cell : List.of(GridCell.THREADING_UNIX, GridCell.THREADING_UDP)) {
            try (var folder = GridScene.Folder.make(); var scene = new GridScene(cell, folder.file())) {
                var slow = scene.says("slow\n");
                GridEcho.isHeld();
                scene.endsLoop();
                scene.transcript.test("ended the loop, called serverClose, and had slow go on");
                var closing = new ThreadingWords.Closing(scene.server::serverClose);
                Check.of(scene.transcript)
                        .likely("serverClose does not call joinRequestThreads")
                        .holds(!closing.returnsIn(ThreadingWords.WHILE), "that serverClose of the " + cell.type
                                + " waits for slow", "it returned");
                GridEcho.letGo();
                scene.hears(slow, "1 slow\n", "a datagram's request has no socket of its own: it answers through the "
                        + "server's, and that was closed already");
                Check.of(scene.transcript)
                        .likely("it waits for something that does not end")
                        .holds(closing.returnsIn(ThreadingWords.PATIENCE) && !scene.server.channel().isOpen(),
                                "that it returns then, with a closed channel", "it does not");
            }
        }
    }

    @Test
    void shares_nothing_with_the_processes_of_requests() throws IOException {
        var transcript = new Transcript();
        try (var folder = GridScene.Folder.make();
                var unix = new GridScene(GridCell.FORKING_UNIX, folder.file(), transcript);
                var udp = new GridScene(GridCell.FORKING_UDP, folder.file(), transcript)) {
            transcript.test("set the counter of this process to 41; what handles a connection is a shell, a datagram a "
                    + "JVM, whose counter begins with 0");
            GridEcho.begin(41);
            var shared = "the request was handled in the process of the server, or by nobody: is each method of "
                    + "ForkingMixIn that is meant called by name?";
            unix.hears(unix.says("ana\n"), "a shell: ana\n", shared);
            udp.hears(udp.says("bo\n"), "1 bo\n", shared);
            Check.of(transcript)
                    .likely(shared)
                    .that("in the counter of this process", GridEcho.handled())
                    .is(41);
            for (var scene : List.of(unix, udp)) {
                scene.endsLoop();
                scene.transcript.test("closed the " + scene.cell.type);
                Call.doing(transcript, scene.server::serverClose).whenHung("a child does not end").completes();
                Check.of(transcript)
                        .likely("serverClose does not collect the children, or does not wait for them")
                        .that("as the number of active children", scene.cell.active(scene.server))
                        .is(0);
            }
            Check.of(transcript)
                    .likely("whatever it is mixed with, serverClose closes the channel and deletes the file")
                    .holds(!unix.server.channel().isOpen() && !udp.server.channel().isOpen()
                            && Files.notExists(folder.file()), "closed channels, and no file", "one of them is left");
        }
    }

    // An outside judge

    @Test
    @Witness("python3")
    void answers_python_at_a_path() throws IOException {
        var client = """
                import socket, sys
                with socket.socket(socket.AF_UNIX) as client:
                    client.connect(sys.argv[1])
                    client.sendall(b"ana\\n")
                    print(client.makefile().read(), end="")
                    print(client.getpeername() == sys.argv[1], repr(client.getsockname()))
                """;
        try (var folder = GridScene.Folder.make();
                var scene = new GridScene(GridCell.THREADING_UNIX, folder.file());
                var python = Python.runs(client, scene.server.serverAddress().toString())) {
            Check.of(python.transcript())
                    .that("as Python's output", python.printed())
                    .is("1 ana\nTrue ''\n");
        }
    }
}
