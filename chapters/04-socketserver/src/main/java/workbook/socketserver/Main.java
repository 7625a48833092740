package workbook.socketserver;

import java.io.IOException;
import java.util.List;
import workbook.kit.GivenUp;
import workbook.kit.Options;
import workbook.kit.Terminal;

/// The chapter's program: what was written in the chapters before, on the servers of this one.
final class Main {
    private static final String HELP = """
            Has your web server of chapter 2, your chat of chapter 3, or an echo run on your own servers of
            chapter 4.

              [--handler web|chat|echo] [--server sync|threading|virtual|forking]
              [--port N] [--host H] [--root DIR]

            --handler H  what a client gets: files, a place in a chat room, or its own bytes; without it web
            --server S   what a client is served by: one loop for all, one after the other; a thread each;
                         a virtual thread each; a process each; without it threading
            --port N     the port to listen on, 0 for any that is free; without it %d for web, %d for
                         chat, %d for echo
            --host H     the address to listen at; without it the loopback address, which other machines
                         cannot reach
            --root DIR   the folder that web serves; without it the site of chapter 2

            It stops on Ctrl-C: it takes no more connections, and gives those that it has two seconds to come
            to their end.

            Exit codes: 1 the folder, the address or the port could not be had; 2 a word of the command is
            off; 3 an exercise that carries this is still to be written; 130 stopped by Ctrl-C.
            """.formatted(Serving.PORTS.get("web"), Serving.PORTS.get("chat"), Serving.PORTS.get("echo"));

    private Main() {}

    /// @return what the process exits with
    static int run(Terminal io, String... arguments) {
        var words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            io.out().print(HELP);
            return 0;
        }
        try {
            var options = Options.of(words, List.of("--handler", "--server", "--port", "--host", "--root"), List.of());
            new Serving(io, options).run();
            return 0;
        } catch (GivenUp e) {
            io.err().println(e.getMessage());
            return e.exitCode();
        } catch (IOException e) {
            io.err().println("The server can wait for nobody any more: " + e.getMessage() + ".");
            return GivenUp.NOT_TO_BE_HAD;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
