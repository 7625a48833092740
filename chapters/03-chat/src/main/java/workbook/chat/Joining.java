package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.List;
import workbook.kit.GivenUp;
import workbook.kit.LineEditor;
import workbook.kit.Options;
import workbook.kit.Terminal;

/// Joins a room: what is typed goes there, and what is said there comes onto the terminal.
final class Joining {
    private static final String PROMPT = "> ";
    private static final List<String> HELP = List.of(
            "TEXT             says it to everyone",
            "/nick NAME       takes another name",
            "/who             asks who is there",
            "/msg NAME TEXT   says it to one alone",
            "//TEXT           says /TEXT to everyone",
            "/quit, Ctrl-D    leaves");

    private final Terminal io;
    private final Options options;

    Joining(Terminal io, Options options) {
        this.io = io;
        this.options = options;
    }

    /// @return what to exit with
    /// @throws GivenUp if the room is not there, or the connection broke
    int run() throws GivenUp {
        var typed = options.value("--join").orElseThrow();
        var room = Addresses.toConnectTo(typed);
        try (var editor = io.editor(PROMPT); var words = new TypedLines()) {
            options.value("--name").ifPresent(name -> words.send("/nick " + name));
            // What waits for a person keeps no program from ending.
            Thread.ofPlatform().daemon().name("typed").start(() -> type(editor, words));
            var shown = new ShownLines(new Colours(io.hasColours()), editor::print, () -> words.send("/pong"));
            if (DuplexClient.run(words, shown, room) != 0) {
                throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "The connection to " + typed + " was reset.");
            }
            return 0;
        } catch (ConnectException | SocketTimeoutException e) {
            throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "No room can be reached at " + typed + " (" + e.getMessage()
                    + "); ./workbook run chat opens one.");
        } catch (IOException e) {
            throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "The conversation with " + typed + " broke: " + e.getMessage() + ".");
        }
    }

    private static void type(LineEditor editor, TypedLines words) {
        try {
            for (var line = editor.next(); line.isPresent(); line = editor.next()) {
                // What is pasted may be many lines.
                line.get().lines().forEach(each -> typed(each, editor, words));
            }
        } catch (IOException e) {
            // The terminal is gone, and with it whoever sat there.
        }
        words.end();
    }

    private static void typed(String line, LineEditor editor, TypedLines words) {
        var bytes = line.getBytes(UTF_8).length;
        if (line.equals("/help")) {
            HELP.forEach(editor::print);
        } else if (bytes > Ears.LONGEST) {
            editor.print("! not sent: a line has at most %,d bytes, and this one %,d".formatted(Ears.LONGEST, bytes));
        } else if (!line.isBlank()) {
            words.send(line);
        }
    }
}
