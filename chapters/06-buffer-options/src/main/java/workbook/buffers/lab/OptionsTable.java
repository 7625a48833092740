package workbook.buffers.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.NetworkChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import workbook.buffers.lab.Specimens.Kind;

/// What this machine makes of each option on each kind of channel: what was asked for, what Java reports afterwards, and
/// what the kernel holds.
final class OptionsTable {
    /// Sizes that buffers are asked to have: two that are too small or too large anywhere, and three in between.
    private static final List<Integer> SIZES = List.of(1, 4 * Sizes.KIB, 64 * Sizes.KIB, Sizes.MIB, 100_000_000);
    private static final List<Kind> BUFFERED = List.of(Kind.TCP, Kind.TCP_LISTENER, Kind.UDP, Kind.UNIX);
    private static final int NAME = 18;
    private static final Path SETTINGS = Path.of("/proc/sys");

    /// A limit of the kernel's, and what it is good for.
    private record Limit(String file, String meaning) {}

    private static final List<Limit> LIMITS = List.of(
            new Limit("net/core/rmem_max", "the largest receive buffer that can be asked for"),
            new Limit("net/core/wmem_max", "the largest send buffer that can be asked for"),
            new Limit("net/core/rmem_default", "what a receive buffer begins with, except TCP's"),
            new Limit("net/core/wmem_default", "what a send buffer begins with, except TCP's"),
            new Limit("net/ipv4/tcp_rmem", "TCP's receive buffer by itself: least, at first, most"),
            new Limit("net/ipv4/tcp_wmem", "TCP's send buffer by itself: least, at first, most"),
            new Limit("net/ipv4/tcp_keepalive_time", "seconds of silence before SO_KEEPALIVE asks"),
            new Limit("net/ipv4/tcp_congestion_control", "how TCP finds its speed"));

    private final PrintStream out;
    /// Why the kernel could not be asked, the last time.
    private Optional<String> silence = Optional.empty();

    OptionsTable(PrintStream out) {
        this.out = out;
    }

    void print() throws IOException {
        out.println(Proc.machine());
        buffers();
        switches();
        limits();
        silence.ifPresent(why -> out.println("\n?  " + why));
    }

    private void buffers() throws IOException {
        out.println("\nBuffers, in bytes");
        row("", "", "", "asked", "Java says", "kernel holds");
        for (var option : OptionOfSocket.BUFFERS) {
            var name = option.java().name();
            for (var kind : BUFFERED) {
                var shown = kind.inWords();
                for (var wish : wishes(option, kind)) {
                    row(name, shown, "", wish.map(String::valueOf).orElse("nothing"), answers(option, kind, wish));
                    name = "";
                    shown = "";
                }
            }
        }
    }

    /// Nothing first, then the sizes; none at all if the option does not belong to this kind.
    private static List<Optional<Object>> wishes(OptionOfSocket option, Kind kind) throws IOException {
        var wishes = new ArrayList<Optional<Object>>();
        if (isOf(option, kind)) {
            wishes.add(Optional.empty());
            SIZES.forEach(size -> wishes.add(Optional.of(size)));
        }
        return wishes;
    }

    private void switches() throws IOException {
        out.println("\nOther options");
        row("", "", "before", "asked", "Java says", "kernel holds");
        for (var option : OptionOfSocket.SWITCHES) {
            var name = option.java().name();
            var without = new ArrayList<Kind>();
            for (var kind : Kind.values()) {
                if (isOf(option, kind)) {
                    var before = answers(option, kind, Optional.empty()).reported();
                    row(name, kind.inWords(), before, String.valueOf(option.wish()),
                            answers(option, kind, Optional.of(option.wish())));
                    name = "";
                } else {
                    without.add(kind);
                }
            }
            out.println("  " + " ".repeat(NAME) + option.java().type().getSimpleName() + "; not an option of "
                    + without.stream().map(Kind::inWords).collect(Collectors.joining(", ")));
        }
    }

    private static boolean isOf(OptionOfSocket option, Kind kind) throws IOException {
        try (var specimens = new Specimens()) {
            return option.isOf(specimens.fresh(kind));
        }
    }

    private record Answers(String reported, String held) {}

    /// Of a fresh channel.
    private Answers answers(OptionOfSocket option, Kind kind, Optional<Object> wish) throws IOException {
        try (var specimens = new Specimens()) {
            var channel = specimens.fresh(kind);
            if (wish.isPresent()) {
                try {
                    option.ask(channel, wish.get());
                } catch (IOException e) {
                    return new Answers("refused", held(option, channel));
                }
            }
            return new Answers(option.reported(channel), held(option, channel));
        }
    }

    private String held(OptionOfSocket option, NetworkChannel channel) {
        try {
            return option.held(channel);
        } catch (IOException e) {
            silence = Optional.of(e.getMessage());
            return "?";
        }
    }

    private void limits() {
        out.println("\nThe kernel's limits and beginnings");
        for (var limit : LIMITS) {
            Proc.words(SETTINGS.resolve(limit.file()))
                    .ifPresent(value -> out.println(String.format(Locale.ROOT,
                            "  %-32s%-24s%s", limit.file().replace('/', '.'), value, limit.meaning())));
        }
    }

    private void row(String option, String kind, String before, String asked, Answers answers) {
        row(option, kind, before, asked, answers.reported(), answers.held());
    }

    private void row(String option, String kind, String... numbers) {
        out.println(String.format(Locale.ROOT, "  %-" + NAME + "s%-17s%9s%11s%11s%14s", option, kind, numbers[0],
                numbers[1], numbers[2], numbers[3]));
    }
}
