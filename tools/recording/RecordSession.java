import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/// Records a whole exercise, from red to green, with the real program on a real pseudo-terminal, and draws it as an
/// animated SVG: the file as it was saved above, the terminal as it looked below.
///
/// What the program takes is shown in the time that it took; how long a reader gets for a picture is set here.
/// `tools/recording/record.sh` starts it, in a copy of the workbook that is thrown away.
final class RecordSession {
    private static final Duration A_GLANCE = Duration.ofMillis(1500);
    private static final Duration TO_READ = Duration.ofSeconds(6);
    private static final Duration TO_READ_CODE = Duration.ofSeconds(3);

    private final Path workbook;
    private final Path stub;
    private final Film film = new Film();

    private RecordSession(Path workbook) {
        this.workbook = workbook;
        this.stub = workbook.resolve("chapters/01-socket-basics/src/main/java/workbook/sockets/RecvExactly.java");
    }

    /// @param arguments the copy of the workbook to work in, and the file to draw to
    public static void main(String... arguments) throws Exception {
        var recording = new RecordSession(Path.of(arguments[0]).toAbsolutePath());
        recording.play();
        Files.writeString(Path.of(arguments[1]), recording.film.svg("A session of the workbook",
                "The learner opens the exercise recv-exactly, writes a first answer and saves, reads why it is wrong,"
                        + " looks at the packets, mends the answer, and saves again: solved."),
                UTF_8);
    }

    private void play() throws Exception {
        solveTheExercisesBefore();
        try (var terminal = PseudoTerminal.start(workbook, List.of("./workbook"))) {
            film.terminalSays("$ ./workbook");
            film.editorShows("RecvExactly.java", method());
            terminal.filmUntil(film, "not written yet");
            hold(terminal, TO_READ);

            write("""
                        var bytes = new byte[count];
                        in.read(bytes);
                        return bytes;
                    """);
            film.terminalSays("you save");
            terminal.filmUntil(film, "wrong answer");
            hold(terminal, TO_READ.plus(A_GLANCE));

            film.terminalSays("you press w");
            terminal.press('w');
            terminal.filmUntil(film, "SYN");
            hold(terminal, TO_READ);

            write("""
                        var bytes = new byte[count];
                        int filled = 0;
                        while (filled < count) {
                            int read = in.read(bytes, filled, count - filled);
                            if (read < 0) {
                                throw new EOFException("the end came after " + filled + " bytes");
                            }
                            filled += read;
                        }
                        return bytes;
                    """);
            film.terminalSays("you save");
            terminal.filmUntil(film, "solved");
            hold(terminal, TO_READ);
        }
    }

    private void hold(PseudoTerminal terminal, Duration time) throws InterruptedException {
        terminal.awaitQuiet();
        film.show(terminal.screen(), time);
    }

    /// So that it is this exercise's turn.
    private void solveTheExercisesBefore() throws IOException, InterruptedException {
        var solved = "src/main/java/workbook/sockets/HelloSocket.java";
        Files.copy(workbook.resolve("solutions/01-socket-basics").resolve(solved),
                workbook.resolve("chapters/01-socket-basics").resolve(solved), StandardCopyOption.REPLACE_EXISTING);
        var check = new ProcessBuilder("./workbook", "check", "hello-socket").directory(workbook.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (check.waitFor() != 0) {
            throw new IOException("hello-socket's own answer does not pass here");
        }
    }

    /// Puts a body into the method and saves the file, as an editor does.
    private void write(String body) throws IOException {
        var text = Files.readString(stub, UTF_8);
        var start = text.indexOf("{\n", text.indexOf("static byte[] recvExactly")) + 2;
        var end = text.indexOf("\n    }", start) + 1;
        var changed = text.substring(0, start) + body.indent(4).stripTrailing() + "\n" + text.substring(end);
        if (!changed.contains("import java.io.EOFException;") && changed.contains("EOFException(")) {
            changed = changed.replace("import java.io.IOException;",
                    "import java.io.EOFException;\nimport java.io.IOException;");
        }
        film.editorShows("RecvExactly.java", methodOf(changed));
        film.show(film.lastScreen(), TO_READ_CODE);
        Files.writeString(stub, changed, UTF_8);
    }

    private List<String> method() throws IOException {
        return methodOf(Files.readString(stub, UTF_8));
    }

    private static List<String> methodOf(String text) {
        var lines = text.lines().toList();
        var first = 0;
        while (!lines.get(first).contains("static byte[] recvExactly")) {
            first++;
        }
        return lines.subList(first, lines.size() - 1).stream().map(line -> line.replaceFirst("^ {4}", "")).toList();
    }
}
