package workbook.chat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A talk of members with names that they choose.
///
/// One lock, so that what the map says and what a session says change together.
final class NamesAndCommands implements Talk {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,20}");

    /// By their names in lower case.
    private final Map<String, Session> owners = new HashMap<>();

    @Override
    public synchronized void join(Session newcomer) {
        var number = 1;
        while (!claims(newcomer, "guest" + number)) {
            number++;
        }
        newcomer.name("guest" + number);
    }

    @Override
    public synchronized Reply handle(Session sender, Command command) {
        return switch (command) {
            case Command.Say say when isUnfit(say.text()) -> unfit();
            case Command.Say say -> new Reply.ToAll(Lines.said(sender.name(), say.text()));
            case Command.Nick nick -> rename(sender, nick.name());
            case Command.Who _ -> new Reply.ToSender(Lines.answer(names()));
            case Command.Msg msg when isUnfit(msg.text()) -> unfit();
            case Command.Msg msg -> whisper(sender, msg.name(), msg.text());
            case Command.Quit _ -> new Reply.Goodbye();
            case Command.Pong _ -> new Reply.Nothing();
            case Command.Unknown _ -> refused("no such command: there are /nick NAME, /who, /msg NAME TEXT and /quit");
        };
    }

    private Reply rename(Session sender, String name) {
        var old = sender.name();
        if (!NAME.matcher(name).matches()) {
            return refused("a name is 1 to 20 of A-Z a-z 0-9 _ -");
        }
        if (name.equals(old)) {
            return new Reply.ToSender(Lines.answer("that is your name"));
        }
        if (!claims(sender, name)) {
            return refused("that name is taken");
        }
        sender.name(name);
        if (!key(name).equals(key(old))) {
            owners.remove(key(old), sender);
        }
        return new Reply.ToAll(Lines.renamed(old, name));
    }

    /// Whether the name is this member's now, or was before.
    private boolean claims(Session member, String name) {
        owners.putIfAbsent(key(name), member);
        return owners.get(key(name)) == member;
    }

    private Reply whisper(Session sender, String name, String text) {
        var owner = owners.get(key(name));
        // The name is not repeated: it is whatever the sender has typed.
        return owner == null
                ? refused("nobody here has that name")
                : new Reply.ToOne(owner, Lines.whispered(sender.name(), text));
    }

    private String names() {
        return owners.values()
                .stream()
                .map(Session::name)
                .sorted(Comparator.comparing(NamesAndCommands::key))
                .collect(Collectors.joining(", "));
    }

    @Override
    public synchronized void leave(Session member) {
        owners.remove(key(member.name()), member);
    }

    /// The locale is named: in the Turkish one the lower case of I has no dot.
    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean isUnfit(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static Reply unfit() {
        return refused("control characters are not sent");
    }

    private static Reply refused(String reason) {
        return new Reply.ToSender(Lines.refused(reason));
    }
}
