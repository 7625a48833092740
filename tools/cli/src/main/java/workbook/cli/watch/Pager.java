package workbook.cli.watch;

/// Which lines of a longer text are to be seen.
final class Pager {
    private int first;
    private int all;
    private int room = 1;

    void toTop() {
        first = 0;
    }

    /// @param all  how many lines the text has
    /// @param room how many can be seen at once
    void fit(int all, int room) {
        this.all = all;
        this.room = Math.max(room, 1);
        first = Math.clamp(first, 0, last());
    }

    /// Moves no further than it must for this line to be seen.
    void show(int line) {
        first = Math.clamp(first, Math.clamp(line - room + 1, 0, last()), Math.clamp(line, 0, last()));
    }

    int first() {
        return first;
    }

    /// The first line that is not to be seen any more.
    int end() {
        return Math.min(first + room, all);
    }

    int all() {
        return all;
    }

    int room() {
        return room;
    }

    boolean isAllSeen() {
        return all <= room;
    }

    boolean isAtEnd() {
        return first == last();
    }

    /// @return whether the key is one that moves
    boolean press(Key key) {
        var page = Math.max(room - 1, 1); // one line stays, so that the eye finds its place
        switch (key) {
            case Key.Named.UP -> first--;
            case Key.Named.DOWN -> first++;
            case Key.Named.PAGE_UP -> first -= page;
            case Key.Named.PAGE_DOWN -> first += page;
            case Key.Named.HOME -> first = 0;
            case Key.Named.END -> first = last();
            case Key.Typed typed when typed.character() == 'b' -> first -= page;
            case Key.Typed typed when typed.character() == ' ' -> first += page;
            default -> {
                return false;
            }
        }
        first = Math.clamp(first, 0, last());
        return true;
    }

    private int last() {
        return Math.max(all - room, 0);
    }
}
