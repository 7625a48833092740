package workbook.chat;

import java.util.concurrent.atomic.AtomicInteger;

/// A talk of nameless guests, who can say something and leave.
final class Guests implements Talk {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void join(Session newcomer) {
        newcomer.name("guest" + count.incrementAndGet());
    }

    @Override
    public Reply handle(Session sender, Command command) {
        return switch (command) {
            case Command.Say say -> new Reply.ToAll(Lines.said(sender.name(), say.text()));
            case Command.Quit _ -> new Reply.Goodbye();
            case Command.Pong _ -> new Reply.Nothing();
            default -> new Reply.ToSender(Lines.refused("this room knows no commands but /quit"));
        };
    }

    @Override
    public void leave(Session member) {}
}
