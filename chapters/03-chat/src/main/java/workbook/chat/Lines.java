package workbook.chat;

/// The lines that a server sends, without their line ends. See the chapter, "The protocol on one page".
final class Lines {
    /// Asks a silent member for a sign of life.
    static final String PING = "?";
    static final String CLOSING = "* the room closes";

    private Lines() {}

    static String joined(String name) {
        return "* " + name + " joined";
    }

    static String left(String name) {
        return "* " + name + " left";
    }

    static String renamed(String old, String name) {
        return "* " + old + " is now " + name;
    }

    /// To everyone.
    static String said(String name, String text) {
        return "<" + name + "> " + text;
    }

    /// To one.
    static String whispered(String name, String text) {
        return "[" + name + "] " + text;
    }

    /// An answer to a command.
    static String answer(String text) {
        return "= " + text;
    }

    /// Why a line was not accepted.
    static String refused(String reason) {
        return "! " + reason;
    }
}
