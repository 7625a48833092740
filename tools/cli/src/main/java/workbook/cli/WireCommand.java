package workbook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workbook.engine.FailureReport;
import workbook.engine.Outcome;
import workbook.kit.network.Pcap;
import workbook.kit.wire.Conversation;
import workbook.kit.wire.LadderSvg;
import workbook.kit.wire.LadderText;
import workbook.kit.wire.Packets;

/// Runs one test once more, and shows what passed over the wire.
@Command(name = "wire", description = "Run a test of an exercise once more and draw the packets that passed.", mixinStandardHelpOptions = true)
final class WireCommand implements Callable<Integer> {
    /// More than two screens of packets are read in a file, not in a terminal.
    private static final int MOST_LINES = 60;

    private final Setup setup;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The exercise; the current one if none is given.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--test", paramLabel = "NAME", description = "This test; without it the one that fails, or the first.")
    private Optional<String> test = Optional.empty();

    @Option(names = "--seed", paramLabel = "S", description = "Draw random input from this seed.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the ladder as a picture, too; a further one is FILE-2.")
    private Optional<Path> svg = Optional.empty();

    @Option(names = "--pcap", paramLabel = "FILE", description = "Keep the packets in a file for Wireshark and tshark.")
    private Optional<Path> pcap = Optional.empty();

    WireCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        var folder = Files.createTempDirectory("workbook-wire");
        try (var runner = Runner.ready(setup.runners())) {
            var workbook = Workbook.open(setup);
            var watched = new WatchedRun(workbook, runner).of(workbook.namedOrCurrent(id), test, seed,
                    folder.resolve("wire.pcap"));
            if (watched.packets().isEmpty()) {
                new ShownOutcome(workbook, setup.console().paint(), setup.console().columns())
                        .lines(watched.outcome())
                        .forEach(setup.console()::say);
            } else {
                show(watched.outcome(), watched.packets().get());
            }
            return watched.outcome().state().exitCode();
        } finally {
            Files.deleteIfExists(folder.resolve("wire.pcap"));
            Files.deleteIfExists(folder);
        }
    }

    private void show(Outcome outcome, Path packets) throws IOException {
        var console = setup.console();
        var conversations = Conversation.in(Packets.in(Pcap.read(packets)));
        var names = outcome.tests().stream().map(each -> " › " + each.name()).findFirst().orElse("");
        console.say(console.paint().bold(outcome.exercise().id() + names) + ": "
                + FailureReport.word(outcome.state()));
        if (conversations.isEmpty()) {
            console.say("  No packet passed: neither side sent anything over the network in this test.");
        }
        for (var conversation : conversations) {
            console.say("");
            shortened(ladder().lines(conversation)).forEach(console::say);
        }
        console.say("");
        console.say(
                "./workbook check " + outcome.exercise().id() + " --seed " + outcome.seed() + " judges the same run.");
        if (svg.isPresent()) {
            draw(outcome, conversations, svg.get());
        }
        if (pcap.isPresent()) {
            Files.copy(packets, pcap.get(), StandardCopyOption.REPLACE_EXISTING);
            console.say("written: " + pcap.get());
        }
    }

    private LadderText ladder() {
        var paint = setup.console().paint();
        return new LadderText(Math.min(setup.console().columns(), 120), paint.hasGlyphs(),
                (mark, line) -> switch (mark) {
                    case NONE -> line;
                    case RESET -> paint.red(line);
                    case RETRANSMISSION, KEEP_ALIVE, NO_ROOM -> paint.yellow(line);
                });
    }

    /// The beginning and the end, where there is too much between them.
    private static List<String> shortened(List<String> lines) {
        if (lines.size() <= MOST_LINES) {
            return lines;
        }
        var tail = 15;
        var kept = new ArrayList<>(lines.subList(0, MOST_LINES - tail - 1));
        kept.add("  … " + (lines.size() - MOST_LINES + 1) + " more packets; --pcap FILE keeps all of them");
        kept.addAll(lines.subList(lines.size() - tail, lines.size()));
        return kept;
    }

    private void draw(Outcome outcome, List<Conversation> conversations, Path file) throws IOException {
        for (var i : IntStream.range(0, conversations.size()).toArray()) {
            var target = i == 0 ? file : numbered(file, i + 1);
            Files.writeString(target, LadderSvg.of(conversations.get(i), "What passed in " + outcome.exercise().id()));
            setup.console().say("written: " + target);
        }
    }

    /// `talk.svg` becomes `talk-2.svg`.
    private static Path numbered(Path file, int number) {
        var name = file.getFileName().toString();
        var dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        return file.resolveSibling(name.substring(0, dot) + "-" + number + name.substring(dot));
    }
}
