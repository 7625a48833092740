package workbook.chat;

import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps names in a tree that is sorted without regard to case, so that keys need no lowering and the list of members
/// is sorted as it stands: choose it where names are listed often.
final class NamesAndCommands implements Talk {
    private final TreeMap<String, Session> members = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    public void join(Session newcomer) {
        lock.lock();
        try {
            for (var i = 1; newcomer.name().isEmpty(); i++) {
                if (!members.containsKey("guest" + i)) {
                    members.put("guest" + i, newcomer);
                    newcomer.name("guest" + i);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Reply handle(Session sender, Command command) {
        lock.lock();
        try {
            if (command instanceof Command.Say say) {
                return checked(say.text()).orElseGet(() -> new Reply.ToAll(Lines.said(sender.name(), say.text())));
            } else if (command instanceof Command.Nick nick) {
                return nick(sender, nick.name());
            } else if (command instanceof Command.Who) {
                // The keys are as their owners wrote them.
                return new Reply.ToSender(Lines.answer(String.join(", ", members.keySet())));
            } else if (command instanceof Command.Msg msg) {
                return checked(msg.text()).orElseGet(() -> whisper(sender, msg));
            } else if (command instanceof Command.Quit) {
                return new Reply.Goodbye();
            } else if (command instanceof Command.Pong) {
                return new Reply.Nothing();
            }
            return new Reply.ToSender(Lines.refused("what?"));
        } finally {
            lock.unlock();
        }
    }

    private Reply nick(Session sender, String name) {
        if (!isName(name)) {
            return new Reply.ToSender(Lines.refused("that is no name"));
        }
        var old = sender.name();
        if (old.equals(name)) {
            return new Reply.ToSender(Lines.answer("so you are"));
        }
        if (members.containsKey(name) && members.get(name) != sender) {
            return new Reply.ToSender(Lines.refused("somebody else has that name"));
        }
        // First out, then in: a put alone would keep the old spelling of the key.
        members.remove(old);
        members.put(name, sender);
        sender.name(name);
        return new Reply.ToAll(Lines.renamed(old, name));
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= 20 && name.chars().allMatch(NamesAndCommands::isOfName);
    }

    private static boolean isOfName(int character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9' || character == '_' || character == '-';
    }

    private Reply whisper(Session sender, Command.Msg msg) {
        return members.containsKey(msg.name())
                ? new Reply.ToOne(members.get(msg.name()), Lines.whispered(sender.name(), msg.text()))
                : new Reply.ToSender(Lines.refused("there is nobody of that name"));
    }

    private static Optional<Reply> checked(String text) {
        return text.chars().anyMatch(Character::isISOControl)
                ? Optional.of(new Reply.ToSender(Lines.refused("only text, please")))
                : Optional.empty();
    }

    @Override
    public void leave(Session member) {
        lock.lock();
        try {
            members.values().remove(member);
        } finally {
            lock.unlock();
        }
    }
}
