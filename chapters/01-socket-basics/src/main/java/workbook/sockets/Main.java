package workbook.sockets;

import java.io.IOException;
import java.util.List;
import workbook.kit.Terminal;

/// The chapter's program: it carries a file from one terminal to another.
///
/// On the wire, the sender's bytes are frames: first what the file is called and how long it is ([FileLabel]), then its
/// contents, piece by piece. The receiver answers with one frame, again a label: under which name it has stored how many
/// bytes. What neither side says is "I am done": the sender ends its direction, and the receiver the connection.
final class Main {
    /// Where the two meet if nobody names a port.
    static final int PORT = 4000;

    private static final String HELP = """
            Carries a file from one terminal to another, over your own answers of chapter 1.

              receive [--port P] [--host H] [--patience S] [FOLDER]
              send FILE [--port P] [--host H] [--patience S] [--rate N]

            FOLDER        where to put the file; this folder if none is named
            --port P      receive: the port to listen on, 0 for any that is free; without it %d, or if
                          that is taken any. send: the port that receive has named; without it %d
            --host H      receive: the address to listen at; without it the loopback address, which other
                          machines cannot reach. send: the name or address of the receiver's machine
            --patience S  after how many seconds in which nothing moves to give up; without it 60
            --rate N      send at most N kilobytes a second, so that there is something to see

            Exit codes: 0 the file arrived whole; 1 a file, a folder, an address or the connection could
            not be had; 2 a word of the command is off; 3 an exercise that carries this is still to be
            written; 4 the other side ended too early, or talks of something else; 5 the connection was
            reset; 6 the other side was silent, or took nothing, for too long.
            """.formatted(PORT, PORT);

    private Main() {}

    /// @return what the process exits with
    static int run(Terminal io, String... arguments) {
        var words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            io.out().print(HELP);
            return 0;
        }
        try {
            return start(io, words);
        } catch (GivenUp e) {
            io.err().println(e.getMessage());
            return e.exitCode();
        } catch (IOException e) {
            io.err().println("The connection failed: " + e.getMessage() + ".");
            return GivenUp.NOT_TO_BE_HAD;
        }
    }

    private static int start(Terminal io, List<String> words) throws IOException, GivenUp {
        switch (words.isEmpty() ? "" : words.getFirst()) {
            case "receive" -> new FileReceiver(io, Options.of(rest(words))).run();
            case "send" -> new FileSender(io, Options.of(rest(words))).run();
            case "" -> throw GivenUp.usage("Say 'receive' in one terminal, then 'send FILE' in another; --help has more.");
            default -> throw GivenUp.usage("'" + words.getFirst() + "' is neither 'receive' nor 'send'; --help has more.");
        }
        return 0;
    }

    private static List<String> rest(List<String> words) {
        return words.subList(1, words.size());
    }
}
