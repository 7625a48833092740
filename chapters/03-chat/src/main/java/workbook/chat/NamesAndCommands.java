package workbook.chat;

import static workbook.kit.Todo.todo;

/// A talk of members with names that they choose.
///
/// A name is 1 to 20 of the characters `A-Z a-z 0-9 _ -`, and belongs to one member at a time; `Ana` and `ANA` are the
/// same name, shown as its owner wrote it. Whatever a member sends, no line that comes of it has a control character
/// ([Character#isISOControl]) in it.
///
/// The methods are called by many threads at once. See the chapter, "The protocol on one page".
final class NamesAndCommands implements Talk {
    /// Gives it the first free name of guest1, guest2 …
    @Override
    public void join(Session newcomer) {
        throw todo("give it the first free name of guest1, guest2 …");
    }

    /// What becomes of a command. A refusal ([Lines#refused]) is for the sender, and changes nothing:
    ///
    ///   - `Say`: [Lines#said], to all; refused if the text has a control character.
    ///   - `Nick`: the sender is called that from now on and its old name is free; [Lines#renamed], to all. Refused if it
    ///     is no name, or another member's. Its own name written otherwise is a change like any other; written the same,
    ///     it is answered ([Lines#answer], in words of yours), for nothing changes.
    ///   - `Who`: an answer to the sender, `ana, Bo, guest2`: the names of all members, itself included, sorted without
    ///     regard to case.
    ///   - `Msg`: [Lines#whispered], to the member of that name; refused if there is none now, or as in `Say`.
    ///   - `Quit`: a goodbye. `Pong`: nothing. `Unknown`: refused.
    @Override
    public Reply handle(Session sender, Command command) {
        throw todo("say what becomes of the command");
    }

    /// Sets the name free that the member has now. Nothing is handled for it afterwards; to leave again does nothing.
    @Override
    public void leave(Session member) {
        throw todo("set its name free");
    }
}
