package workbook.socketserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Transcript;

/// A server of the grid, its loop, and its clients.
final class GridScene implements AutoCloseable {
    final GridCell cell;
    final Transcript transcript;
    final BaseServer<?> server;
    private final Thread loop;
    private final List<GridClient> clients = new ArrayList<>();

    /// @param file for the address, where that is a path
    GridScene(GridCell cell, Path file) throws IOException {
        this(cell, file, new Transcript());
    }

    GridScene(GridCell cell, Path file, Transcript transcript) throws IOException {
        this.cell = cell;
        this.transcript = transcript;
        transcript.test("opened a " + cell.type);
        GridEcho.begin(0);
        server = Call.of(transcript, () -> cell.open(file)).value();
        loop = Thread.ofPlatform().daemon().name("testkit loop").unstarted(this::serve);
        try {
            Call.of(transcript, () -> cell.active(server)).returns(0);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        loop.start();
    }

    private void serve() {
        try {
            server.serveForever(Duration.ofMillis(10));
        } catch (IOException e) {
            // The test closes the channel, if the answer does not.
        }
    }

    /// A client of its own that says this line.
    GridClient says(String line) throws IOException {
        var client = GridClient.of(server, server.serverAddress());
        clients.add(client);
        transcript.test("let a client say \"" + line.strip() + "\\n\"");
        client.says(line);
        return client;
    }

    void hears(GridClient client, String line, String likely) throws IOException {
        Check.of(transcript).likely(likely).that("from the " + cell.type, client.hears()).is(line);
    }

    /// Ends the loop, and waits for that.
    void endsLoop() {
        try {
            if (loop.isAlive()) {
                server.shutdown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        GridEcho.letGo();
        for (var client : clients) {
            client.close();
        }
        // The test's own way, for the answer's may not be there.
        server.channel().close();
        try {
            if (loop.isAlive()) {
                Thread.ofPlatform().daemon().name("testkit closes").start(this::endsLoop).join(ThreadingWords.PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A folder for files of sockets, and what is left in it.
    record Folder(Path path) implements AutoCloseable {
        static Folder make() throws IOException {
            return new Folder(Files.createTempDirectory("grid"));
        }

        Path file() {
            return path.resolve("socket");
        }

        @Override
        public void close() throws IOException {
            try (var files = Files.newDirectoryStream(path)) {
                for (var file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(path);
        }
    }
}
