package workbook.chat;

import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import workbook.testkit.Bytes;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Transcript;

class NamesAndCommandsTest {
    private static final String TWO_OWNERS = "the name has two owners: one thread looked whether it is free, another one "
            + "took it, and the first took it, too. To look and to take is one step, or it is none";

    private final Transcript transcript = new Transcript();
    private final Talk talk = new NamesAndCommands();

    // Names that are given

    @Test
    void gives_newcomers_the_first_free_name() {
        joins("guest1");
        var second = joins("guest2");
        joins("guest3");
        leaves(second);
        joins("guest2", "names are counted up and never used again, or leave does not set a name free");
    }

    @Test
    void gives_no_newcomer_a_name_that_somebody_has_chosen() {
        var one = joins("guest1");
        allHear(one, new Command.Nick("Guest2"), "* guest1 is now Guest2");
        joins("guest1", "the first name that is free is given: guest1 is, since its owner is called otherwise");
        joins("guest3",
                "a newcomer was given a name that a member has chosen: a given name has to be claimed like any");
    }

    // What is said

    @Test
    void passes_a_line_on_to_all() {
        var one = joins("guest1");
        allHear(one, new Command.Say("grüße, 套接字 🙂"), "<guest1> grüße, 套接字 🙂");
        var whole = "x".repeat(1_000);
        allHear(one, new Command.Say(whole), "<guest1> " + whole, "how long a line may be is the codec's business");
    }

    @Test
    void passes_no_control_characters_on() {
        // LF and CR end a line; ESC begins what a terminal obeys; U+0085 is NEXT LINE.
        var one = joins("guest1");
        joins("guest2");
        for (var text : List.of("hi\r\n<guest2> I am a fool", "hi\nho", "\u001b[2J", "\u0007", "a\0b", "\u007f",
                "\u0085")) {
            isRefused(one, new Command.Say(text),
                    "a text with a control character was passed on: with a line end in it, "
                            + "one member makes a line of another's; with ESC, it commands their terminals");
            isRefused(one, new Command.Msg("guest2", text), "a private text can do what one to all can");
        }
    }

    // Names that are chosen

    @Test
    void lets_a_member_choose_a_name() {
        var one = joins("guest1");
        allHear(one, new Command.Nick("ana"), "* guest1 is now ana");
        isCalled(one, "ana");
        allHear(one, new Command.Say("hi"), "<ana> hi");
        allHear(one, new Command.Nick("A-very_long-name-234"), "* ana is now A-very_long-name-234");
    }

    @Test
    void refuses_a_name_that_somebody_has() {
        var one = joins("guest1");
        var two = joins("guest2");
        allHear(one, new Command.Nick("ana"), "* guest1 is now ana");
        isRefused(two, new Command.Nick("ana"), "the name is another member's");
        isCalled(two, "guest2");
        hears(one, two, new Command.Msg("ana", "is it you?"), "[guest2] is it you?");
        isRefused(two, new Command.Nick("ANA"),
                "ANA and ana are one name to whoever reads them, and two keys of a map");
    }

    @Test
    void knows_a_name_whatever_the_language_of_the_machine() {
        var before = Locale.getDefault();
        try {
            // Where the lower case of I is ı, without a dot.
            Locale.setDefault(Locale.of("tr"));
            transcript.test("set the language to Turkish");
            var one = joins("guest1");
            var two = joins("guest2");
            allHear(one, new Command.Nick("ivo"), "* guest1 is now ivo");
            isRefused(two, new Command.Nick("IVO"),
                    "toLowerCase() asks for the language of the machine, and in Turkish "
                            + "the lower case of I is no i: name the locale");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void refuses_what_is_no_name() {
        var one = joins("guest1");
        joins("guest2");
        for (var name : List.of("", "a-name-of-21-letters-", "a b", " ana", "<guest2>", "naïve", "аna", "a\u200bna",
                "guest2:",
                "\u001b[31mana", "ana\0")) {
            isRefused(one, new Command.Nick(name),
                    "this is no name: allow what is harmless, rather than forbid what is "
                            + "known to do harm; length counts, too");
        }
        for (var name : List.of("eve left\r\n<guest2> I am a fool\r\n* eve", "\neve")) {
            isRefused(one, new Command.Nick(name),
                    "a line end in a name begins a line that another seems to have said");
        }
        for (var name : List.of("eve\n", "eve\r\n")) {
            isRefused(one, new Command.Nick(name), "$ in a pattern stands before a line end that comes last, too; "
                    + "matches() looks at all of the text");
        }
        isCalled(one, "guest1");
    }

    @Test
    void knows_a_member_by_its_own_name() {
        var one = joins("guest1");
        var two = joins("guest2");
        allHear(one, new Command.Nick("ana"), "* guest1 is now ana");
        var same = handle(one, new Command.Nick("ana"));
        Check.of(transcript)
                .likelyIf(same instanceof Reply.ToSender(var line) && line.startsWith("! "),
                        "the name is taken, and by whom? A member may have its own name")
                .likely("nothing changes, so nobody else is told")
                .holds(same instanceof Reply.ToSender(var line) && line.startsWith("= "),
                        "an answer, \"= …\", to the sender", shown(same));
        allHear(one, new Command.Nick("Ana"), "* ana is now Ana");
        hears(one, two, new Command.Msg("ANA", "still you?"), "[guest2] still you?");
        isRefused(two, new Command.Nick("ana"),
                "the owner of a name has written it otherwise, and lost it: its old key and "
                        + "its new one are the same");
    }

    @Test
    void sets_the_old_name_free_when_a_member_takes_another() {
        var one = joins("guest1");
        var two = joins("guest2");
        allHear(one, new Command.Nick("ana"), "* guest1 is now ana");
        allHear(one, new Command.Nick("bo"), "* ana is now bo");
        allHear(two, new Command.Nick("ana"), "* guest2 is now ana",
                "whoever changes names holds on to the old one: then everybody can take all there are");
    }

    @Test
    void sets_the_name_free_that_a_leaver_has_now() {
        var one = joins("guest1");
        allHear(one, new Command.Nick("ana"), "* guest1 is now ana");
        var two = joins("guest1");
        leaves(one);
        allHear(two, new Command.Nick("ana"), "* guest1 is now ana",
                "the name that it had when it left is not free: the one that it joined with was set free, or none");
        var three = joins("guest1");
        var four = joins("guest2");
        isRefused(four, new Command.Nick("ana"), "leaving set a name free that another member has by now");
        hears(three, four, new Command.Msg("guest1", "there?"), "[guest2] there?");
        leaves(one);
        isRefused(four, new Command.Nick("ana"), "whoever leaves for a second time has no name any more to set free");
    }

    // Who is there

    @Test
    void says_who_is_there() {
        var one = joins("guest1");
        senderHears(one, new Command.Who(), "= guest1");
        var two = joins("guest2");
        var three = joins("guest3");
        allHear(one, new Command.Nick("cy"), "* guest1 is now cy");
        allHear(two, new Command.Nick("Bo"), "* guest2 is now Bo");
        allHear(three, new Command.Nick("ana"), "* guest3 is now ana");
        joins("guest1");
        senderHears(two, new Command.Who(), "= ana, Bo, cy, guest1");
        leaves(three);
        senderHears(two, new Command.Who(), "= Bo, cy, guest1");
    }

    // One to one

    @Test
    void takes_a_private_line_to_its_member() {
        var one = joins("guest1");
        var two = joins("guest2");
        hears(two, one, new Command.Msg("guest2", "just us: 🙂"), "[guest1] just us: 🙂");
        allHear(two, new Command.Nick("Bo"), "* guest2 is now Bo");
        hears(two, one, new Command.Msg("bO", "and now?"), "[guest1] and now?");
        isRefused(one, new Command.Msg("guest2", "and you?"), "nobody has that name any more");
        hears(one, one, new Command.Msg("guest1", "note to self"), "[guest1] note to self");
    }

    @Test
    void takes_no_private_line_to_somebody_who_has_left() {
        var one = joins("guest1");
        var two = joins("guest2");
        leaves(two);
        isRefused(one, new Command.Msg("guest2", "are you there?"),
                "the line is for somebody who is not there any more, "
                        + "and the sender would never learn that: leave has to forget the member");
    }

    @Test
    void repeats_no_control_characters_to_the_sender() {
        var one = joins("guest1");
        // U+009B does to many a terminal what ESC and [ do; U+007F is DEL.
        for (var name : List.of("\u001b[2J", "\u009b2J", "\u007f")) {
            isRefused(one, new Command.Msg(name, "hi"), "nobody has that name");
            isRefused(one, new Command.Nick(name), "a name has none of these characters");
        }
        isRefused(one, new Command.Unknown("/\u001b[2J"), "there is no such command");
        isRefused(one, new Command.Unknown("/nick"), "there is no such command");
    }

    @Test
    void lets_a_member_quit_and_be_silent() {
        var one = joins("guest1");
        Call.of(transcript, () -> talk.handle(one, new Command.Quit())).returns(new Reply.Goodbye());
        Call.of(transcript, () -> talk.handle(one, new Command.Pong())).returns(new Reply.Nothing());
        var two = joins("guest2");
        isRefused(two, new Command.Nick("guest1"),
                "whoever has said /quit is still there until it leaves, and its name is not free before that");
    }

    // Many at once

    @Test
    void gives_a_name_to_one_of_two_who_ask_at_once() throws InterruptedException {
        for (var use : List.of(1, 2, 3, 4)) {
            var slow = new Interrupted();
            talkTo(slow);
            var quick = session();
            talkTo(quick);
            var name = "name" + use;
            transcript.test("had " + slow.name() + " ask for Nick \"" + name + "\"; when you used its session "
                    + "for the " + List.of("first", "second", "third", "fourth").get(use - 1) + " time, had "
                    + quick.name()
                    + " ask for the same, on another thread");
            var winners = new AtomicInteger();
            var other = Thread.ofPlatform()
                    .daemon()
                    .name("testkit other member")
                    .unstarted(
                            () -> winners.addAndGet(wins(talk.handle(quick, new Command.Nick(name)))));
            Call.doing(transcript, () -> {
                slow.meanwhile(use, other);
                winners.addAndGet(wins(talk.handle(slow, new Command.Nick(name))));
                slow.isAlone();
                if (other.getState() == Thread.State.NEW) {
                    other.start();
                }
                other.join();
            })
                    .whenHung("two locks that are taken in different orders wait for each other for ever")
                    .completes()
                    .likelyIf(winners.get() > 1, TWO_OWNERS)
                    .likely("nobody got a name that was free")
                    .that("as the number of those who got the name", winners.get())
                    .is(1);
            leaves(slow);
            leaves(quick);
        }
    }

    private void talkTo(Session newcomer) {
        Call.doing(transcript, () -> talk.join(newcomer)).completes();
    }

    private static int wins(Reply reply) {
        return reply instanceof Reply.ToAll ? 1 : 0;
    }

    /// A session in whose use another thread comes in between, and gets some time, if nothing keeps it waiting.
    private static final class Interrupted extends Session {
        private static final Duration TIME = Duration.ofMillis(15);

        private int left;
        private Optional<Thread> other = Optional.empty();

        Interrupted() {
            super(new DirectOutbox(OutputStream.nullOutputStream()));
        }

        /// @param use the how manieth use from now on
        void meanwhile(int use, Thread other) {
            left = use;
            this.other = Optional.of(other);
        }

        void isAlone() {
            other = Optional.empty();
        }

        @Override
        String name() {
            passes();
            return super.name();
        }

        @Override
        void name(String name) {
            passes();
            super.name(name);
        }

        private void passes() {
            if (other.isPresent() && Thread.currentThread() != other.get() && --left == 0) {
                try {
                    other.get().start();
                    other.get().join(TIME);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    @Test
    void gives_a_name_to_one_of_many_who_ask_at_once() {
        var members = new ArrayList<Session>();
        Call.doing(transcript, () -> {
            while (members.size() < 20) {
                members.add(session());
                talk.join(members.getLast());
            }
        }).completes();
        transcript.test("let 2 of 20 members ask for one name at the same moment, over and over");
        Call.of(transcript, () -> race(members))
                .whenReturned(fault -> !fault.isEmpty(), TWO_OWNERS)
                .whenReturned("0 winners"::equals, "nobody got a name that was free")
                .whenHung("two locks that are taken in different orders wait for each other for ever")
                .returns("1 winner each time", String::isEmpty);
    }

    /// What went wrong, in words, or nothing.
    private String race(List<Session> members) throws InterruptedException {
        return Race.run((heat, runner) -> talk.handle(members.get((2 * heat + runner) % members.size()),
                new Command.Nick("name" + heat)), NamesAndCommandsTest::fault).orElse("");
    }

    private static Optional<String> fault(List<Reply> replies) {
        var winners = replies.stream().filter(Reply.ToAll.class::isInstance).count();
        return winners == 1 ? Optional.empty() : Optional.of(winners + " winners");
    }

    @Test
    void gives_newcomers_who_come_at_once_names_of_their_own() {
        var first = joins("guest1");
        leaves(first);
        transcript.test("let 2 newcomers join at the same moment, over and over");
        Call.of(transcript, this::raceOfNewcomers)
                .whenReturned(fault -> !fault.isEmpty(), TWO_OWNERS)
                .returns("guest1 and guest2 each time", String::isEmpty);
    }

    private String raceOfNewcomers() throws InterruptedException {
        return Race.run((heat, runner) -> {
            var newcomer = session();
            talk.join(newcomer);
            return newcomer;
        }, newcomers -> {
            var names = newcomers.stream().map(Session::name).sorted().toList();
            newcomers.forEach(talk::leave);
            return names.equals(List.of("guest1", "guest2"))
                    ? Optional.empty()
                    : Optional.of(String.join(" and ", names));
        }).orElse("");
    }

    // What is asked of the talk, and what it is to answer

    private static Session session() {
        return new Session(new DirectOutbox(OutputStream.nullOutputStream()));
    }

    private Session joins(String name) {
        return joins(name, "a newcomer has to be called by its name when join returns");
    }

    private Session joins(String name, String likely) {
        var newcomer = session();
        transcript.test("let a newcomer join");
        Call.doing(transcript, () -> talk.join(newcomer))
                .completes()
                .likely(likely)
                .that("as the newcomer's name", newcomer.name())
                .is(name);
        return newcomer;
    }

    private void leaves(Session member) {
        transcript.test("let " + member.name() + " leave");
        Call.doing(transcript, () -> talk.leave(member)).completes();
    }

    private Reply handle(Session sender, Command command) {
        transcript.test("had " + sender.name() + " ask for " + shown(command));
        return Call.of(transcript, () -> talk.handle(sender, command))
                .whenReturnedNull("null was returned: there is a Reply for everything")
                .value();
    }

    private void allHear(Session sender, Command command, String line) {
        allHear(sender, command, line, "");
    }

    private void allHear(Session sender, Command command, String line, String likely) {
        var reply = handle(sender, command);
        isReply(Check.of(transcript).likelyIf(!likely.isEmpty() && reply instanceof Reply.ToSender, likely), reply,
                new Reply.ToAll(line));
    }

    private void senderHears(Session sender, Command command, String line) {
        var reply = handle(sender, command);
        isReply(Check.of(transcript)
                .likelyIf(reply instanceof Reply.ToSender(var found) && found.contains(", , "),
                        "a session is listed that has no name"),
                reply, new Reply.ToSender(line));
    }

    private void hears(Session member, Session sender, Command.Msg msg, String line) {
        var reply = handle(sender, msg);
        Check.of(transcript)
                .likelyIf(reply instanceof Reply.ToSender,
                        "the member is there, and was not found by this name, whose case "
                                + "does not count")
                .likelyIf(reply instanceof Reply.ToOne(var found, _) && found != member,
                        "the name leads to another member")
                .likelyIf(reply instanceof Reply.ToAll, "a private line was made public")
                .holds(reply instanceof Reply.ToOne(var to, var said) && to == member && said.equals(line),
                        quoted(line) + " to " + member.name() + " alone", shown(reply));
    }

    private void isReply(Check check, Reply reply, Reply expected) {
        check.holds(reply.equals(expected), shown(expected), shown(reply));
    }

    /// Refused, in words without a control character, to the sender alone, who is called as before.
    private void isRefused(Session sender, Command command, String likely) {
        var name = sender.name();
        var reply = handle(sender, command);
        Check.of(transcript)
                .likelyIf(reply instanceof Reply.ToSender(var line) && line.chars().anyMatch(Character::isISOControl),
                        "the sender's own words come back in the refusal, with a control character that its terminal "
                                + "obeys: check before you repeat")
                .likely(likely)
                .holds(reply instanceof Reply.ToSender(var said) && said.startsWith("! ")
                        && said.chars().noneMatch(Character::isISOControl), "a refusal, \"! …\", to the sender",
                        shown(reply))
                .likely("a refusal changes nothing")
                .that("as the sender's name", sender.name())
                .is(name);
    }

    private void isCalled(Session member, String name) {
        Check.of(transcript)
                .likely("the session was not told, or told of a name that was refused")
                .that("as the member's name", member.name())
                .is(name);
    }

    private static String shown(Command command) {
        return switch (command) {
            case Command.Say say -> "Say " + quoted(say.text());
            case Command.Nick nick -> "Nick " + quoted(nick.name());
            case Command.Msg msg -> "Msg " + quoted(msg.name()) + " " + quoted(msg.text());
            case Command.Unknown unknown -> "Unknown " + quoted(unknown.line());
            case Command.Who _ -> "Who";
            case Command.Quit _ -> "Quit";
            case Command.Pong _ -> "Pong";
        };
    }

    private static String shown(Reply reply) {
        return switch (reply) {
            case Reply.ToAll(var line) -> quoted(line) + " to all";
            case Reply.ToSender(var line) -> quoted(line) + " to the sender";
            case Reply.ToOne(var member, var line) -> quoted(line) + " to " + member.name() + " alone";
            case Reply.Goodbye() -> "a goodbye";
            case Reply.Nothing() -> "nothing";
        };
    }

    private static String quoted(String text) {
        return Bytes.show(Bytes.of(text));
    }
}
