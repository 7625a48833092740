package workbook.rawtcp;

import java.io.IOException;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import workbook.kit.GivenUp;
import workbook.kit.Options;
import workbook.kit.Terminal;
import workbook.kit.network.PrivateNetwork;

/// The chapter's program: the web server of chapter 2 over the reader's own TCP, and what a person listens and knocks
/// with.
final class Main {
    private static final String HELP = """
            Serves the site of chapter 2 over your own TCP, at an address that the kernel does not have, and
            has curl fetch a page from there. Every segment is shown, as far as they fit.

              [--path /PAGE] [--root DIR] [--loss N] [--seed N]

            --path P     what curl asks for; without it /
            --root DIR   the folder that is served; without it the site of chapter 2
            --loss N     has the link lose N of 100 packets in each direction, at most %d; without it none
            --seed N     which packets it loses

              sniff [HOST] [--seconds N]

            Shows by your own sniffer what passes, as it passes. Every two seconds two programs of the kernel
            talk to each other, and one of them to your own TCP.

            HOST         show only what comes from there or goes there: 127.0.0.1 is the kernel's talk with
                         itself, %s the one with your TCP; without it both
            --seconds N  stop after so long, at most %d; without it on Ctrl-C

              probe [HOST] [PORTS] [--wait N]

            Finds the open ports by your own probe. A few programs listen, so that there is something to find.

            HOST         whose ports; without it %s
            PORTS        such as 7,80,8000-8100; without it %s
            --wait N     how many milliseconds an answer may take; without it %d

            All of it happens in a network of the program's own: no packet leaves it, and an address outside
            of it is refused.

            Exit codes: 1 the network, the folder or the page could not be had; 2 a word of the command is
            off; 3 an exercise that carries this is still to be written; 130 stopped by Ctrl-C.
            """.formatted(Visit.MOST_LOSS, PrivateNetwork.nobody().getHostAddress(), Sniff.MOST_SECONDS,
            PrivateNetwork.here().getHostAddress(), Probe.USUAL_PORTS, Probe.USUAL_WAIT);

    private Main() {}

    /// @return what the process exits with
    static int run(Terminal io, String... arguments) {
        var words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            io.out().print(HELP);
            return 0;
        }
        try {
            run(io, new ArrayList<>(words));
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

    /// @param words taken off from the front as they are read
    private static void run(Terminal io, List<String> words) throws GivenUp, IOException, InterruptedException {
        switch (name(words).orElse("")) {
            case "" -> new Visit(io, Options.of(words, List.of("--path", "--root", "--loss", "--seed"), List.of())).run();
            case "sniff" -> {
                var host = host(words);
                new Sniff(io, host, Options.of(words, List.of("--seconds"), List.of())).run();
            }
            case "probe" -> {
                var host = host(words).orElse(PrivateNetwork.here());
                var ports = Ports.in(name(words).orElse(Probe.USUAL_PORTS));
                new Probe(io, host, ports, Options.of(words, List.of("--wait"), List.of())).run();
            }
            case String other -> throw new GivenUp(GivenUp.USAGE,
                    "'" + other + "' is neither sniff nor probe; --help has more.");
        }
    }

    private static Optional<Inet4Address> host(List<String> words) throws GivenUp {
        if (words.isEmpty() || Ports.areMeantBy(words.getFirst())) {
            return Optional.empty();
        }
        var host = name(words);
        return host.isPresent() ? Optional.of(Inside.address(host.get())) : Optional.empty();
    }

    /// The next word, if it is no option's.
    private static Optional<String> name(List<String> words) {
        return words.isEmpty() || words.getFirst().startsWith("-") ? Optional.empty() : Optional.of(words.removeFirst());
    }
}
