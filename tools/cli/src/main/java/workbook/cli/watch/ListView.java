package workbook.cli.watch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import workbook.cli.Columns;
import workbook.cli.Paint;
import workbook.cli.ShownList;
import workbook.cli.Standings;
import workbook.cli.Workbook;
import workbook.engine.Exercise;

/// All exercises, to choose one from: by arrows, by number, by searching.
final class ListView implements View {
    private final Workbook workbook;
    private final Exercise here;
    private Exercise selected;
    private Filter filter = Filter.ALL;
    private String sought = "";
    private boolean isSearching;
    private String number = "";
    private int selectedLine;
    private int page = 10;

    private enum Filter {
        ALL, OPEN, SOLVED
    }

    /// What a key led to.
    sealed interface Choice {
        record Go(Exercise exercise) implements Choice {}

        enum Without implements Choice {
            STAY, BACK, QUIT
        }
    }

    ListView(Workbook workbook, Exercise here, Exercise selected) {
        this.workbook = workbook;
        this.here = here;
        this.selected = selected;
    }

    @Override
    public List<String> lines(Paint paint, int width) throws IOException {
        var list = new ShownList(workbook, paint, width - 1);
        var shown = shown();
        var lines = new ArrayList<String>();
        selectedLine = 0;
        for (var chapter : workbook.catalogue().chapters()) {
            var rows = list.of(chapter).stream().filter(shown::contains).toList();
            if (rows.isEmpty()) {
                continue;
            }
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(list.heading(chapter));
            for (var exercise : rows) {
                var isSelected = exercise.equals(selected);
                selectedLine = isSelected ? lines.size() : selectedLine;
                lines.add((isSelected ? paint.bold(paint.cyan(paint.glyph("›", ">"))) : " ") + list.row(exercise)
                        + (exercise.equals(here) ? paint.dim(", here") : ""));
            }
        }
        if (shown.isEmpty()) {
            lines.add("No exercise is like that.");
        }
        return lines.stream().map(line -> Columns.cut(line, width)).toList();
    }

    /// What is typed, or which exercises are shown; stands below the list, whatever part of it is seen.
    String status() {
        if (isSearching) {
            return "/" + sought + "_";
        }
        if (!number.isEmpty()) {
            return "number " + number + "_";
        }
        return (filter == Filter.ALL ? "" : filter.name().toLowerCase(Locale.ROOT) + " ones")
                + (sought.isEmpty() ? "" : (filter == Filter.ALL ? "" : ", ") + "with \"" + sought + "\"");
    }

    @Override
    public OptionalInt cursor() {
        return OptionalInt.of(selectedLine <= 1 ? 0 : selectedLine);
    }

    @Override
    public List<String> keys(Paint paint) {
        return isSearching
                ? List.of("Enter takes it", "Esc forgets it")
                : List.of("Enter go", "Esc back", paint.glyph("↑↓", "Up/Down") + " choose", "1-9 number", "/ search",
                        "a all", "o open", "s solved", "q quit");
    }

    /// @param room how many lines are seen at once
    Choice press(Key key, int room) throws IOException {
        page = Math.max(room - 1, 1);
        return isSearching ? search(key) : choose(key);
    }

    private Choice search(Key key) throws IOException {
        switch (key) {
            case Key.Typed typed -> seek(sought + typed.character());
            case Key.Named.BACKSPACE -> seek(sought.substring(0, Math.max(sought.length() - 1, 0)));
            case Key.Named.ESCAPE -> {
                isSearching = false;
                seek("");
            }
            case Key.Named.ENTER -> {
                isSearching = false;
                if (shown().size() == 1) {
                    return new Choice.Go(selected);
                }
            }
            case Key.Named.INTERRUPT -> {
                return Choice.Without.QUIT;
            }
            default -> move(key);
        }
        return Choice.Without.STAY;
    }

    private Choice choose(Key key) throws IOException {
        var typedBefore = number;
        number = "";
        switch (key) {
            case Key.Typed typed -> {
                return typed(typed.character(), typedBefore);
            }
            case Key.Named.ENTER -> {
                return shown().contains(selected) ? new Choice.Go(selected) : Choice.Without.STAY;
            }
            case Key.Named.BACKSPACE -> number = typedBefore.substring(0, Math.max(typedBefore.length() - 1, 0));
            case Key.Named.ESCAPE -> {
                return typedBefore.isEmpty() ? Choice.Without.BACK : Choice.Without.STAY;
            }
            case Key.Named.INTERRUPT -> {
                return Choice.Without.QUIT;
            }
            default -> move(key);
        }
        return Choice.Without.STAY;
    }

    private Choice typed(char character, String typedBefore) throws IOException {
        switch (character) {
            case '/' -> {
                isSearching = true;
                seek("");
            }
            case 'a' -> show(Filter.ALL);
            case 'o' -> show(Filter.OPEN);
            case 's' -> show(Filter.SOLVED);
            case 'l' -> {
                return Choice.Without.BACK;
            }
            case 'q' -> {
                return Choice.Without.QUIT;
            }
            default -> {
                return Character.isDigit(character) ? number(typedBefore + character) : Choice.Without.STAY;
            }
        }
        return Choice.Without.STAY;
    }

    /// Goes there as soon as no further digit could make another exercise's number of it; Enter is for the others.
    private Choice number(String digits) throws IOException {
        var all = workbook.exercises();
        var typed = Integer.parseInt(digits);
        if (typed < 1 || typed > all.size()) {
            return Choice.Without.STAY;
        }
        selected = all.get(typed - 1);
        if (!shown().contains(selected)) {
            sought = "";
            filter = Filter.ALL;
        }
        if (typed * 10 > all.size()) {
            return new Choice.Go(selected);
        }
        number = digits;
        return Choice.Without.STAY;
    }

    private void seek(String words) throws IOException {
        sought = words;
        keepOneSelected();
    }

    private void show(Filter next) throws IOException {
        filter = next;
        sought = "";
        keepOneSelected();
    }

    private void keepOneSelected() throws IOException {
        var shown = shown();
        if (!shown.isEmpty() && !shown.contains(selected)) {
            selected = shown.getFirst();
        }
    }

    private void move(Key key) throws IOException {
        var shown = shown();
        if (shown.isEmpty()) {
            return;
        }
        var by = switch (key) {
            case Key.Named.UP -> -1;
            case Key.Named.DOWN -> 1;
            case Key.Named.PAGE_UP -> -page;
            case Key.Named.PAGE_DOWN -> page;
            case Key.Named.HOME -> -shown.size();
            case Key.Named.END -> shown.size();
            default -> 0;
        };
        selected = shown.get(Math.clamp(shown.indexOf(selected) + by, 0, shown.size() - 1));
    }

    private List<Exercise> shown() throws IOException {
        var standings = Standings.of(workbook);
        return workbook.exercises().stream().filter(exercise -> isShown(exercise, standings)).toList();
    }

    private boolean isShown(Exercise exercise, Standings standings) {
        var text = String.join(" ", exercise.id(), exercise.title(), exercise.aim(), exercise.chapter());
        return text.toLowerCase(Locale.ROOT).contains(sought.toLowerCase(Locale.ROOT).strip()) && switch (filter) {
            case ALL -> true;
            case OPEN -> !standings.isSolved(exercise);
            case SOLVED -> standings.isSolved(exercise);
        };
    }
}
