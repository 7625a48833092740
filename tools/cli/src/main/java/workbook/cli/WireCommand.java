package workbook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workbook.engine.State;
import workbook.kit.network.Checksums;
import workbook.kit.network.Pcap;
import workbook.kit.wire.LadderSvg;
import workbook.kit.wire.Recording;

/// Runs an exercise once more, and shows what passed over the wire.
@Command(name = "wire", description = "Run an exercise once more and draw the packets that passed.", mixinStandardHelpOptions = true)
final class WireCommand implements Callable<Integer> {
    private final Setup setup;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The exercise; the current one if none is given.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--test", paramLabel = "NAME", description = "Of this test, or the only one whose name contains this; without it of the one that fails, or the first in which packets pass.")
    private Optional<String> test = Optional.empty();

    @Option(names = "--list", description = "Only say how many packets pass in each test.")
    private boolean list;

    @Option(names = "--seed", paramLabel = "S", description = "Draw random input from this seed.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the ladder as a picture, too.")
    private Optional<Path> svg = Optional.empty();

    @Option(names = "--pcap", paramLabel = "FILE", description = "Keep the packets in a file for Wireshark and tshark.")
    private Optional<Path> pcap = Optional.empty();

    WireCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        var console = setup.console();
        svg.ifPresent(FileToWrite::confirm);
        pcap.ifPresent(FileToWrite::confirm);
        try (var runner = Runner.ready(setup.runners())) {
            var workbook = Workbook.open(setup);
            var run = WatchedRun.of(workbook, runner, workbook.namedOrCurrent(id), test, seed);
            if (run.outcome().state() == State.CHECKER_BROKE && OwnTools.areGone()) {
                throw Refusal.notReady(OwnTools.GONE);
            }
            (list ? run.tests() : run.lines(console.paint(), console.columns())).forEach(console::say);
            if (run.recording().isPresent()) {
                write(run, run.recording().get());
            }
            return list ? ExitCode.OK : run.outcome().state().exitCode();
        }
    }

    private void write(WatchedRun run, Recording recording) throws IOException {
        if (svg.isPresent()) {
            var title = "The packets of " + run.outcome().exercise().id()
                    + run.test().map(shown -> ": " + shown.name()).orElse("");
            Files.writeString(svg.get(), LadderSvg.of(run.conversations(), title));
            setup.console().say("Written: " + svg.get());
        }
        if (pcap.isPresent()) {
            Pcap.write(pcap.get(), recording.frames().stream().map(Checksums::completed).toList());
            setup.console().say("Written: " + pcap.get());
        }
    }
}
