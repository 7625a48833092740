package workbook.chat;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// Keeps an immutable map, and exchanges it for the next one if nobody else was quicker: choose it where nobody may
/// ever wait for a lock, and changes are few.
final class NamesAndCommands implements Talk {
    private final AtomicReference<Map<String, Session>> state = new AtomicReference<>(Map.of());

    @Override
    public void join(Session newcomer) {
        for (var i = 1;; i++) {
            if (moves(newcomer, "", "guest" + i)) {
                newcomer.name("guest" + i);
                return;
            }
        }
    }

    /// From one name to another, in one step; false if that is somebody else's.
    private boolean moves(Session member, String from, String to) {
        while (true) {
            var before = state.get();
            if (before.containsKey(fold(to)) && before.get(fold(to)) != member) {
                return false;
            }
            var after = new HashMap<>(before);
            after.remove(fold(from), member);
            after.put(fold(to), member);
            if (state.compareAndSet(before, Map.copyOf(after))) {
                return true;
            }
        }
    }

    @Override
    public Reply handle(Session sender, Command command) {
        return switch (command) {
            case Command.Say(var text) -> isPrintable(text) ? new Reply.ToAll(Lines.said(sender.name(), text)) : no("bad text");
            case Command.Nick(var name) -> nick(sender, name);
            case Command.Who() -> new Reply.ToSender(Lines.answer(state.get()
                    .entrySet()
                    .stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> entry.getValue().name())
                    .collect(Collectors.joining(", "))));
            case Command.Msg(var name, var text) -> {
                var members = state.get();
                if (!isPrintable(text) || !members.containsKey(fold(name))) {
                    yield no("bad text, or nobody of that name");
                }
                yield new Reply.ToOne(members.get(fold(name)), Lines.whispered(sender.name(), text));
            }
            case Command.Quit() -> new Reply.Goodbye();
            case Command.Pong() -> new Reply.Nothing();
            case Command.Unknown(_) -> no("no such command");
        };
    }

    private Reply nick(Session sender, String name) {
        var old = sender.name();
        if (!name.matches("[\\w-]{1,20}")) {
            return no("bad name");
        }
        if (name.equals(old)) {
            return new Reply.ToSender(Lines.answer(name + ", as before"));
        }
        if (!moves(sender, old, name)) {
            return no("name taken");
        }
        sender.name(name);
        return new Reply.ToAll(Lines.renamed(old, name));
    }

    private static boolean isPrintable(String text) {
        return text.codePoints().noneMatch(Character::isISOControl);
    }

    private static Reply no(String reason) {
        return new Reply.ToSender(Lines.refused(reason));
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public void leave(Session member) {
        state.updateAndGet(before -> {
            var after = new HashMap<>(before);
            after.remove(fold(member.name()), member);
            return Map.copyOf(after);
        });
    }
}
