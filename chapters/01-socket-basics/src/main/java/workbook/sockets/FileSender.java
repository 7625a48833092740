package workbook.sockets;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import workbook.kit.Carried;
import workbook.kit.Terminal;

/// `send`: carries one file to a receiver, and waits until that has stored it.
final class FileSender {
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final int PIECE = 1 << 16;

    private final Terminal io;
    private final Options options;
    private final ProgressLine progress;
    private long due;

    FileSender(Terminal io, Options options) {
        this.io = io;
        this.options = options;
        this.progress = new ProgressLine(io, "sent", "the receiver takes no more");
    }

    void run() throws IOException, GivenUp {
        var file = file();
        try (var contents = open(file); var socket = connect()) {
            var label = new FileLabel(file.toAbsolutePath().normalize().getFileName().toString(), Files.size(file));
            progress.begins(label.size());
            send(contents, label, socket);
            hear(socket, label);
        }
        io.out().println(Carried.inThisRun().line("connect-by-name", "framing", "three-endings"));
    }

    private Path file() throws GivenUp {
        var name = options.word().orElseThrow(() -> GivenUp.usage("Which file? Say 'send FILE'."));
        try {
            var file = Path.of(name);
            if (!Files.isRegularFile(file)) {
                throw GivenUp.notToBeHad(Files.isDirectory(file)
                        ? file + " is a folder; one file at a time can be sent."
                        : "There is no file " + file + ".");
            }
            return file;
        } catch (InvalidPathException e) {
            throw GivenUp.notToBeHad("There is no file " + name + ".");
        }
    }

    private static InputStream open(Path file) throws GivenUp {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw GivenUp.notToBeHad("You may not read " + file + ".");
        }
    }

    private Socket connect() throws IOException, GivenUp {
        var host = options.host().orElse("localhost");
        var port = options.port().orElse(Main.PORT);
        if (port == 0) {
            throw GivenUp.usage("0 is no port to call; receive says which one it listens on.");
        }
        try {
            return ConnectByName.connect(Resolver.system(), host, port, TO_CONNECT);
        } catch (UnknownHostException e) {
            throw GivenUp.notToBeHad("No address is known for " + host + ".");
        } catch (IOException e) {
            throw GivenUp.notToBeHad(isSilence(e)
                    ? host + ", port " + port + ", does not answer; is it the right machine?"
                    : "Nobody listens at " + host + ", port " + port
                            + "; start the receiver first, and call the port that it names.");
        }
    }

    /// Whether no address of the receiver gave an answer, not even a refusal.
    private static boolean isSilence(IOException failure) {
        return failure instanceof SocketTimeoutException || failure.getSuppressed().length > 0
                && Arrays.stream(failure.getSuppressed()).allMatch(SocketTimeoutException.class::isInstance);
    }

    private void send(InputStream contents, FileLabel label, Socket socket) throws IOException, GivenUp {
        var frames = new FrameWriter(new PatientOutput(socket, options.patience(), progress));
        due = System.nanoTime();
        try {
            frames.write(label.toMessage());
            for (var sent = 0L; sent < label.size();) {
                var piece = contents.readNBytes((int) Math.min(pieceSize(), label.size() - sent));
                if (piece.length == 0) {
                    throw GivenUp.notToBeHad("The file became shorter while it was sent; send it again.");
                }
                frames.write(piece);
                sent += piece.length;
                progress.moves(piece.length);
                keepRate(piece.length);
            }
            socket.shutdownOutput();
        } catch (SocketTimeoutException e) {
            throw given(GivenUp.SILENT, "the receiver took nothing for " + options.patience().toSeconds() + " s");
        } catch (SocketException e) {
            throw given(GivenUp.RESET, "the receiver threw the connection away (" + e.getMessage()
                    + "); its terminal may say why");
        }
    }

    /// Slow sending is to be seen in small steps.
    private int pieceSize() {
        return options.rate().isPresent() ? Math.clamp(options.rate().getAsInt() * 100, 1, PIECE) : PIECE;
    }

    /// Waits until the next piece is due. A sender that was stopped does not hurry to catch up.
    private void keepRate(int count) {
        if (options.rate().isPresent()) {
            var interval = count * 1_000_000L / options.rate().getAsInt();
            due += Math.max(interval, System.nanoTime() - due);
            for (var early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
        }
    }

    /// The receiver stores the file, says so, and ends the connection: only then is it there.
    private void hear(Socket socket, FileLabel label) throws IOException, GivenUp {
        var answer = new ByteArrayOutputStream();
        socket.setSoTimeout((int) options.patience().toMillis());
        var ending = ThreeEndings.readToEnd(socket, answer);
        switch (ending) {
            case EOF -> {
                var stored = new FrameReader(new ByteArrayInputStream(answer.toByteArray())).next();
                if (stored.isEmpty() || FileLabel.of(stored.get()).size() != label.size()) {
                    throw given(GivenUp.TOO_EARLY, "the receiver ended without a word; its terminal may say why");
                }
                progress.says("stored there as " + Inbox.safe(FileLabel.of(stored.get()).name()) + ", "
                        + progress.summary());
            }
            case RESET -> throw given(GivenUp.RESET, "the connection was reset; the receiver's terminal may say why");
            case TIMEOUT -> throw given(GivenUp.SILENT, "the receiver said nothing for " + options.patience().toSeconds()
                    + " s");
            case LOCAL_CLOSE -> throw given(GivenUp.TOO_EARLY, "this side itself closed the connection");
        }
    }

    /// Only a receiver that has had every byte can have stored the file.
    private GivenUp given(int exitCode, String what) {
        progress.wipe();
        return new GivenUp(exitCode, progress.state() + ", then " + what + ". "
                + (progress.isComplete() ? "Whether the file is there is not certain." : "The file is not there."));
    }
}
