package workbook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;

/// `curl` as a witness. It is a lenient judge: it takes bare line feeds for line ends, and a short body for a whole
/// one. Compare bytes besides.
public final class Curl implements AutoCloseable {
    private final Transcript transcript = new Transcript();
    private final Running running;

    private Curl(List<String> arguments) {
        // No ~/.curlrc, no progress, no proxy, and an end before the test's.
        var fixed = List.of("-q", "-sS", "--noproxy", "*", "--max-time",
                Integer.toString(Math.max(1, (int) Deadline.ofTest().left().toSeconds())));
        running = Program.named("curl").start(transcript, Stream.concat(fixed.stream(), arguments.stream()).toList());
    }

    /// `curl -q -sS --noproxy '*' --max-time … arguments`.
    public static Curl runs(String... arguments) {
        return new Curl(List.of(arguments));
    }

    public Transcript transcript() {
        return transcript;
    }

    /// The body, or with `-i` the whole answer, once curl has ended.
    public byte[] body() {
        running.exit();
        return running.out();
    }

    public String text() {
        return new String(body(), UTF_8);
    }

    /// 0, or what `man curl` lists under EXIT CODES: 18 a short body, 28 out of time, 52 an empty answer.
    public int exit() {
        return running.exit();
    }

    /// What curl complained of, and with `-v` what it did.
    public String err() {
        running.exit();
        return running.err();
    }

    @Override
    public void close() {
        running.close();
    }
}
