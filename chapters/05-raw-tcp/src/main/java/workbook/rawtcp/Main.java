package workbook.rawtcp;

import java.io.IOException;
import java.util.List;
import workbook.kit.GivenUp;
import workbook.kit.Options;
import workbook.kit.Terminal;

/// The chapter's program: the web server of chapter 2 over the reader's own TCP.
final class Main {
    private static final String HELP = """
            Serves the site of chapter 2 over your own TCP, at an address that the kernel does not have, and
            has curl fetch a page from there. Every segment is shown, as far as they fit.

              [--path /PAGE] [--root DIR] [--loss N] [--seed N]

            --path P     what curl asks for; without it /
            --root DIR   the folder that is served; without it the site of chapter 2
            --loss N     has the link lose N of 100 packets in each direction, at most %d; without it none
            --seed N     which packets it loses

            All of it happens in a network of the program's own: no packet leaves it, and no other address can
            be asked for.

            Exit codes: 1 the network, the folder or the page could not be had; 2 a word of the command is
            off; 3 an exercise that carries this is still to be written.
            """.formatted(Visit.MOST_LOSS);

    private Main() {}

    /// @return what the process exits with
    static int run(Terminal io, String... arguments) {
        var words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            io.out().print(HELP);
            return 0;
        }
        try {
            new Visit(io, Options.of(words, List.of("--path", "--root", "--loss", "--seed"), List.of())).run();
            return 0;
        } catch (GivenUp e) {
            io.err().println(e.getMessage());
            return e.exitCode();
        } catch (IOException e) {
            io.err().println("The wire to the kernel has failed: " + e.getMessage() + ".");
            return GivenUp.NOT_TO_BE_HAD;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
