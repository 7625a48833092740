package workbook.rawtcp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A list that is searched: as good as a map while there are no more than some dozens.
final class ConnectionTable {
    private static final class Row {
        private final Ends ends;
        private final Machine machine;
        private final SequenceTracker brought = new SequenceTracker();

        Row(Ends ends, Machine machine) {
            this.ends = ends;
            this.machine = machine;
        }

        boolean isOver() {
            return machine.state() == State.CLOSED || machine.state() == State.LISTEN;
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private final Function<Ends, Optional<Machine>> listener;

    ConnectionTable(Function<Ends, Optional<Machine>> listener) {
        this.listener = listener;
    }

    List<Segment> on(Segment segment, Instant now) {
        var ends = Ends.ofReceived(segment);
        var row = row(ends);
        var header = segment.header();
        if (header.is(Control.SYN) && !header.is(Control.ACK) && !header.is(Control.RST)
                && (row.isEmpty() || row.get().machine.state() == State.TIME_WAIT
                        && SequenceSpace.le(row.get().brought.next(), header.sequence()))) {
            var old = row;
            row = listener.apply(ends).map(machine -> {
                old.ifPresent(rows::remove);
                rows.add(new Row(ends, machine));
                return rows.getLast();
            }).or(() -> old);
        }
        if (row.isPresent()) {
            row.get().brought.see(header, segment.data().length);
            var answers = row.get().machine.on(segment, now);
            rows.removeIf(Row::isOver);
            return answers;
        }
        return header.is(Control.RST) ? List.of() : List.of(Resets.to(segment));
    }

    private Optional<Row> row(Ends ends) {
        return rows.stream().filter(row -> row.ends.equals(ends)).findFirst();
    }

    void add(Ends ends, Machine connection) {
        rows.add(new Row(ends, connection));
    }

    List<Segment> tick(Instant now) {
        var answers = new ArrayList<Segment>();
        for (var row : rows) {
            if (row.machine.alarm().map(at -> at.compareTo(now) <= 0).orElse(false)) {
                answers.addAll(row.machine.tick(now));
            }
        }
        rows.removeIf(Row::isOver);
        return answers;
    }

    Optional<Instant> alarm() {
        return rows.stream().flatMap(row -> row.machine.alarm().stream()).min(Comparator.naturalOrder());
    }

    int size() {
        return rows.size();
    }
}
