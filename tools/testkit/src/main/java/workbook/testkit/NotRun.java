package workbook.testkit;

import org.opentest4j.TestAbortedException;

/// The test cannot run on this machine. That is never a pass: the engine shows the reason and the command that
/// would enable it, and `-Dworkbook.strict=true` makes it an error.
public final class NotRun extends TestAbortedException {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final String command;

    /// @param reason  one clause: "nc is not installed"
    /// @param command what to type to change that: "sudo apt-get install netcat-openbsd"
    public NotRun(String reason, String command) {
        super(reason + "; to enable it: " + command);
        this.reason = reason;
        this.command = command;
    }

    public String reason() {
        return reason;
    }

    public String command() {
        return command;
    }
}
