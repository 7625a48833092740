package workbook.chat;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/// A talk that tells whoever has opened the room who comes and goes, and nothing of what is said.
final class Register implements Talk {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Talk talk;
    private final PrintStream out;

    Register(Talk talk, PrintStream out) {
        this.talk = talk;
        this.out = out;
    }

    @Override
    public void join(Session newcomer) {
        talk.join(newcomer);
        print(Lines.joined(newcomer.name()));
    }

    @Override
    public Reply handle(Session sender, Command command) {
        var before = sender.name();
        var reply = talk.handle(sender, command);
        if (!sender.name().equals(before)) {
            print(Lines.renamed(before, sender.name()));
        }
        return reply;
    }

    @Override
    public void leave(Session member) {
        print(Lines.left(member.name()));
        talk.leave(member);
    }

    private void print(String line) {
        out.println(TIME.format(LocalTime.now()) + " " + line);
    }
}
