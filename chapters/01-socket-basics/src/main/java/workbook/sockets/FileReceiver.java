package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import workbook.kit.Carried;
import workbook.kit.Terminal;

/// `receive`: waits for one sender, and stores what it sends.
final class FileReceiver {
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final Terminal io;
    private final Options options;
    private final ProgressLine progress;

    FileReceiver(Terminal io, Options options) {
        this.io = io;
        this.options = options;
        this.progress = new ProgressLine(io, "received", "nothing more comes");
    }

    void run() throws IOException, GivenUp {
        if (options.rate().isPresent()) {
            throw GivenUp.usage("--rate is for send: the receiver takes what comes.");
        }
        var inbox = new Inbox(folder());
        try (var listener = listen()) {
            invite(listener.address());
            try (var socket = next(listener)) {
                progress.says("a sender has called, from port " + socket.getPort());
                receive(socket, inbox);
            }
        }
        io.out().println(Carried.inThisRun().line("listen-and-accept", "framing"));
    }

    private Path folder() throws GivenUp {
        try {
            return Path.of(options.word().orElse("."));
        } catch (InvalidPathException e) {
            throw GivenUp.notToBeHad("No folder can be called " + options.word().orElse("") + ".");
        }
    }

    /// At the port that was asked for; at the usual one, or where that is taken at any, if none was.
    private Listener listen() throws IOException, GivenUp {
        var port = options.port().orElse(Main.PORT);
        try {
            return Listener.open(address(port), 1);
        } catch (BindException e) {
            var other = listenAtAnyPort();
            if (options.port().isEmpty()) {
                return other;
            }
            other.close();
            throw GivenUp.notToBeHad("Cannot listen on port " + port + ": " + e.getMessage()
                    + ". With --port 0 a free port is taken.");
        }
    }

    private Listener listenAtAnyPort() throws IOException, GivenUp {
        try {
            return Listener.open(address(0), 1);
        } catch (BindException e) {
            // So it is not for the port.
            throw GivenUp.notToBeHad("Cannot listen at " + address(0).getAddress().getHostAddress() + ": "
                    + e.getMessage() + ". The address must be one of this machine's own.");
        }
    }

    private InetSocketAddress address(int port) throws GivenUp {
        if (options.host().isEmpty()) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }
        var address = new InetSocketAddress(options.host().get(), port);
        if (address.isUnresolved()) {
            throw GivenUp.notToBeHad("No address is known for " + options.host().get() + ".");
        }
        return address;
    }

    private void invite(InetSocketAddress here) {
        var host = here.getAddress();
        var command = new StringBuilder("./workbook run socket-basics");
        command.append(Carried.inThisRun().isByWorkbook("listen-and-accept") ? " --solution" : "").append(" send FILE");
        if (here.getPort() != Main.PORT) {
            command.append(" --port ").append(here.getPort());
        }
        if (!host.equals(InetAddress.getLoopbackAddress())) {
            command.append(" --host ").append(host.isAnyLocalAddress() ? "NAME-OF-THIS-MACHINE" : host.getHostAddress());
        }
        io.out().println("listening at " + host.getHostAddress() + ", port " + here.getPort()
                + "; now type in another terminal:");
        io.out().println("  " + command);
        if (!host.isLoopbackAddress()) {
            io.out().println("whoever reaches this port may send you a file, and whoever is on the way may read it");
        }
    }

    /// However long it takes: whoever is tired of waiting presses Ctrl+C.
    private static Socket next(Listener listener) throws IOException {
        while (true) {
            try {
                return listener.next(AN_HOUR);
            } catch (SocketTimeoutException e) {
                // Nobody has called yet.
            }
        }
    }

    private void receive(Socket socket, Inbox inbox) throws IOException, GivenUp {
        try {
            var frames = new FrameReader(new PatientInput(socket, options.patience(), progress));
            var label = FileLabel.of(next(frames));
            progress.begins(label.size());
            try (var file = inbox.open()) {
                for (var left = label.size(); left > 0;) {
                    var piece = next(frames);
                    left -= piece.length;
                    if (left < 0) {
                        throw new ProtocolException("more bytes than the label says");
                    }
                    file.write(piece);
                    progress.moves(piece.length);
                }
                confirm(socket, frames, file.keepAs(label.name()), label.size());
            }
        } catch (EOFException e) {
            throw given(GivenUp.TOO_EARLY, "the sender ended the connection in the middle");
        } catch (ProtocolException e) {
            throw given(GivenUp.TOO_EARLY, "what came is not from this program's sender (" + e.getMessage() + ")");
        } catch (SocketTimeoutException e) {
            throw given(GivenUp.SILENT, "nothing has come for " + options.patience().toSeconds() + " s");
        } catch (SocketException e) {
            throw given(GivenUp.RESET, "the connection was reset (" + e.getMessage() + ")");
        }
    }

    /// A message that must come: an end of the stream is one too early.
    private static byte[] next(FrameReader frames) throws IOException {
        return frames.next().orElseThrow(() -> new EOFException("no more messages"));
    }

    private void confirm(Socket socket, FrameReader frames, Path place, long size) throws IOException {
        progress.says("stored " + place.normalize() + ", " + progress.summary());
        try {
            var name = place.getFileName().toString();
            new FrameWriter(socket.getOutputStream()).write(new FileLabel(name, size).toMessage());
            socket.shutdownOutput();
            // The sender has ended its direction. To read that end leaves no byte behind that would make a reset of our
            // close, and lose the confirmation.
            while (frames.next().isPresent()) {
                // Nothing should come, and whatever does is not wanted.
            }
        } catch (IOException e) {
            progress.says("the sender is gone, and may not know that the file is here (" + e.getMessage() + ")");
        }
    }

    private GivenUp given(int exitCode, String what) {
        progress.wipe();
        return new GivenUp(exitCode, progress.state() + ", then " + what + ". Nothing was stored.");
    }
}
