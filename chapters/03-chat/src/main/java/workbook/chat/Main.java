package workbook.chat;

import java.util.List;
import workbook.kit.GivenUp;
import workbook.kit.Options;
import workbook.kit.Terminal;

/// The chapter's program: a chat room, and a client for it.
final class Main {
    /// Where the two meet if nobody names a port.
    static final int PORT = 7000;

    private static final String HELP = """
            Opens a chat room, or joins one, over your own answers of chapter 3.

              [--port N] [--host H] [--web N] [--build virtual|threads|selector] [--slow drop|disconnect]
              --join HOST:PORT [--name NAME]

            --port N          the port to listen on, 0 for any that is free; without it %d
            --host H          the address to listen at; without it the loopback address, which other
                              machines cannot reach
            --web N           let browsers in, too, on this port
            --build B         how the room is built: a virtual thread for each member, a thread of the
                              system's for each, or a selector for all; without it virtual
            --slow P          what becomes of a member for whom %,d lines wait: it misses lines, or its
                              connection is closed; without it disconnect
            --join HOST:PORT  join the room that listens there
            --name NAME       what the others are to call you

            In the room, /help says what can be typed; Ctrl-D leaves. Ctrl-C closes a room: everybody in it is
            told so.

            Exit codes: 0 you have left the room, or it has closed; 1 an address, a port or the connection
            could not be had, or broke; 2 a word of the command is off; 3 an exercise that carries this is
            still to be written; 130 stopped by Ctrl-C.
            """.formatted(PORT, Hosting.BOUND);

    private Main() {}

    /// @return what the process exits with
    static int run(Terminal io, String... arguments) {
        var words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            io.out().print(HELP);
            return 0;
        }
        try {
            if (words.contains("--join")) {
                return new Joining(io, Options.of(words, List.of("--join", "--name"), List.of())).run();
            }
            new Hosting(io, Options.of(words, List.of("--port", "--host", "--web", "--build", "--slow"), List.of())).run();
            return 0;
        } catch (GivenUp e) {
            io.err().println(e.getMessage());
            return e.exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
