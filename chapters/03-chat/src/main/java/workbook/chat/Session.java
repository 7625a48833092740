package workbook.chat;

/// One member, from joining to leaving.
class Session {
    private final Outbox outbox;
    private volatile String name = "";

    Session(Outbox outbox) {
        this.outbox = outbox;
    }

    /// What the others call it; empty before it has a name.
    String name() {
        return name;
    }

    void name(String name) {
        this.name = name;
    }

    Outbox outbox() {
        return outbox;
    }

    @Override
    public String toString() {
        return name;
    }
}
