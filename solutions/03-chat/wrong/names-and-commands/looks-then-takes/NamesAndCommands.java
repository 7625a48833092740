package workbook.chat;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Looks whether a name is free, and then takes it, in a map that many threads may use.
final class NamesAndCommands implements Talk {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,20}");

    /// By their names in lower case.
    private final Map<String, Session> owners = Collections.synchronizedMap(new HashMap<>());

    @Override
    public void join(Session newcomer) {
        var number = 1;
        while (isTaken(newcomer, "guest" + number)) {
            number++;
        }
        owners.put("guest" + number, newcomer);
        newcomer.name("guest" + number);
    }

    @Override
    public Reply handle(Session sender, Command command) {
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
        if (isTaken(sender, name)) {
            return refused("that name is taken");
        }
        owners.remove(key(sender.name()));
        owners.put(key(name), sender);
        sender.name(name);
        return new Reply.ToAll(Lines.renamed(old, name));
    }

    private boolean isTaken(Session member, String name) {
        var owner = owners.get(key(name));
        return owner != null && owner != member;
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
    public void leave(Session member) {
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
