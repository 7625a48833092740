package workbook.chat;

/// What the members of a room may say, and what becomes of it. It sends nothing itself and waits for nobody, and it is
/// called by many threads.
interface Talk {
    /// Gives a newcomer a name of its own, which it has until [#leave]. If it throws, there is no newcomer, and nobody
    /// who could leave.
    void join(Session newcomer);

    /// @return what is to be sent, and to whom
    Reply handle(Session sender, Command command);

    /// Sets the member's name free. Nothing is handled for it afterwards; to leave again does nothing.
    void leave(Session member);
}
