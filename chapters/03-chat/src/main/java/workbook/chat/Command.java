package workbook.chat;

/// What a member's line asks for.
sealed interface Command {
    /// A line for everyone.
    record Say(String text) implements Command {}

    /// `/nick NAME`
    record Nick(String name) implements Command {}

    /// `/who`
    record Who() implements Command {}

    /// `/msg NAME TEXT`
    record Msg(String name, String text) implements Command {}

    /// `/quit`
    record Quit() implements Command {}

    /// `/pong`: still there.
    record Pong() implements Command {}

    /// A command that is none, or lacks something.
    record Unknown(String line) implements Command {}

    /// Reads a line, without its line end. `//text` says `/text`.
    static Command of(String line) {
        if (!line.startsWith("/")) {
            return new Say(line);
        }
        if (line.startsWith("//")) {
            return new Say(line.substring(1));
        }
        var words = line.split(" ", 3);
        return switch (words[0] + "/" + words.length) {
            case "/nick/2" -> new Nick(words[1]);
            case "/who/1" -> new Who();
            case "/msg/3" -> new Msg(words[1], words[2]);
            case "/quit/1" -> new Quit();
            case "/pong/1" -> new Pong();
            default -> new Unknown(line);
        };
    }
}
