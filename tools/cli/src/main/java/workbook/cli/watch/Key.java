package workbook.cli.watch;

/// A key that was pressed, however many characters the terminal sends for it.
public sealed interface Key {
    /// A letter, a digit, a sign.
    record Typed(char character) implements Key {}

    /// All others; `OTHER` for those that mean nothing here.
    enum Named implements Key {
        UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END, ENTER, BACKSPACE, ESCAPE, INTERRUPT, OTHER
    }
}
