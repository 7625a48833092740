package workbook.rawtcp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Many connections at once: each segment goes to the one that it belongs to, and strangers get a reset.
final class ConnectionTable {
    private static final class Connection {
        final Machine machine;
        Optional<Integer> behindLast = Optional.empty();

        Connection(Machine machine) {
            this.machine = machine;
        }

        List<Segment> on(Segment segment, Instant now) {
            var end = segment.end();
            if (behindLast.isEmpty() || segment.length() >= 0) {
                behindLast = Optional.of(end);
            }
            return machine.on(segment, now);
        }

        boolean isOver() {
            return machine.state() == State.CLOSED || machine.state() == State.LISTEN;
        }

        boolean makesWayFor(Segment syn) {
            return machine.state() == State.TIME_WAIT
                    && behindLast.filter(last -> SequenceSpace.lt(syn.header().sequence(), last)).isEmpty();
        }
    }

    private final Map<Ends, Connection> connections = new HashMap<>();
    private final Function<Ends, Optional<Machine>> listener;

    ConnectionTable(Function<Ends, Optional<Machine>> listener) {
        this.listener = listener;
    }

    List<Segment> on(Segment segment, Instant now) {
        var ends = Ends.ofReceived(segment);
        Optional<Connection> known = Optional.ofNullable(connections.get(ends));
        var isKnock = segment.is(Control.SYN) && !segment.is(Control.ACK) && !segment.is(Control.RST);
        if (isKnock && known.map(connection -> connection.makesWayFor(segment)).orElse(true)) {
            var made = listener.apply(ends).map(Connection::new);
            made.ifPresent(connection -> connections.put(ends, connection));
            known = made.or(() -> Optional.ofNullable(connections.get(ends)));
        }
        if (known.isEmpty()) {
            return segment.is(Control.RST) ? List.of() : List.of(Resets.to(segment));
        }
        var answers = known.get().on(segment, now);
        forget(ends, known.get());
        return answers;
    }

    private void forget(Ends ends, Connection connection) {
        if (connection.isOver()) {
            connections.remove(ends, connection);
        }
    }

    void add(Ends ends, Machine connection) {
        connections.put(ends, new Connection(connection));
    }

    List<Segment> tick(Instant now) {
        var answers = new ArrayList<Segment>();
        for (var each : List.copyOf(connections.entrySet())) {
            var machine = each.getValue().machine;
            if (machine.alarm().filter(at -> !now.isBefore(at)).isPresent()) {
                answers.addAll(machine.tick(now));
                forget(each.getKey(), each.getValue());
            }
        }
        return answers;
    }

    Optional<Instant> alarm() {
        return connections.values()
                .stream()
                .map(connection -> connection.machine.alarm())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    int size() {
        return connections.size();
    }
}
