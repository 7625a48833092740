package workbook.cli.watch;

/// How saves are noticed.
enum Following {
    EVENTS_AND_POLLING("events and polling"), POLLING("polling only: this folder sends no events");

    private final String words;

    Following(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
