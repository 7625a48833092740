package workbook.cli.watch;

/// How the saves of a folder are learned of. Looking never stops; notices make it quick where they come.
public enum Following {
    EVENTS_AND_POLLING("events and polling"), POLLING("polling only: this folder sends no events");

    private final String words;

    Following(String words) {
        this.words = words;
    }

    /// For the footer.
    public String words() {
        return words;
    }
}
