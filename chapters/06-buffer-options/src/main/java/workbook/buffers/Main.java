package workbook.buffers;

import java.io.IOException;
import java.util.List;
import workbook.buffers.lab.Laboratory;
import workbook.kit.GivenUp;
import workbook.kit.Options;
import workbook.kit.Terminal;

/// The chapter's program: what this machine makes of socket options, and what sizes of buffers do to a transfer.
final class Main {
    private static final String HELP = """
            Prints what this machine makes of each option on each kind of channel: what was asked for, what
            Java reports, and what the kernel holds.

              [--plot DIR [--rate N] [--rtt N] [--runs N]]

            --plot DIR   measures instead, over a slow link, how fast a transfer is and how long an answer
                         takes meanwhile, with buffers of many sizes; throughput and latency are written
                         to the folder DIR, as CSV and as SVG. This takes a minute
            --rate N     what the link carries, in Mbit/s, from %d to %d; without it %d
            --rtt N      how long it takes there and back, in ms, from %d to %d; without it %d
            --runs N     how often each size is measured; without it %d

            All of it happens in a network of the program's own: the link is there and nowhere else.

            Exit codes: 1 the network or the folder could not be had; 2 a word of the command is off.
            """.formatted(Laboratory.LEAST_RATE, Laboratory.MOST_RATE, Laboratory.RATE, Laboratory.LEAST_TRIP,
            Laboratory.MOST_TRIP, Laboratory.TRIP, Laboratory.RUNS);

    private Main() {}

    /// @return what the process exits with
    static int run(Terminal io, String... arguments) {
        var words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            io.out().print(HELP);
            return 0;
        }
        try {
            new Laboratory(io, Options.of(words, Laboratory.OPTIONS, List.of())).run();
            return 0;
        } catch (GivenUp e) {
            io.err().println(e.getMessage());
            return e.exitCode();
        } catch (IOException e) {
            io.err().println("What was to be measured has failed: " + e.getMessage() + ".");
            return GivenUp.NOT_TO_BE_HAD;
        }
    }
}
