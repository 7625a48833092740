package workbook.buffers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import workbook.testkit.NotRun;

/// A limit for what may pass over `lo`, in a network of one's own, until it is closed: tc-tbf(8).
final class LimitedLink implements AutoCloseable {
    private LimitedLink() {}

    /// @throws NotRun where there is no `tc`
    static void needed() throws IOException {
        try {
            run("-V");
        } catch (IOException e) {
            throw new NotRun("tc, which limits a link, is not installed", "sudo apt-get install iproute2");
        }
    }

    /// @param rate as `tc` has it: `80mbit`
    static LimitedLink of(String rate) throws IOException {
        if (run("qdisc", "add", "dev", "lo", "root", "tbf", "rate", rate, "burst", "20kb", "latency", "20ms") != 0) {
            throw new NotRun("this kernel has no token bucket filter", "sudo modprobe sch_tbf");
        }
        return new LimitedLink();
    }

    private static int run(String... words) throws IOException {
        var command = new ArrayList<>(List.of("tc"));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("tc does not come to an end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        run("qdisc", "del", "dev", "lo", "root");
    }
}
