package workbook.rawtcp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// A map for each port of this side: who wants to know who is at one port need not look at all the others.
final class ConnectionTable {
    private record Entry(Machine machine, int[] last) {}

    private final Function<Ends, Optional<Machine>> listener;
    private final Map<Integer, Map<String, Entry>> ports = new TreeMap<>();

    ConnectionTable(Function<Ends, Optional<Machine>> listener) {
        this.listener = listener;
    }

    private static String key(Ends ends) {
        return ends.local().getHostAddress() + " " + ends.remote().getHostAddress() + " " + ends.remotePort();
    }

    private Map<String, Entry> at(Ends ends) {
        return ports.computeIfAbsent(ends.localPort(), port -> new TreeMap<>());
    }

    List<Segment> on(Segment segment, Instant now) {
        var ends = Ends.ofReceived(segment);
        var entry = at(ends).get(key(ends));
        var first = segment.header().sequence();
        var flags = segment.header().control() & (Control.SYN | Control.ACK | Control.RST);
        var mayBegin = entry == null || entry.machine().state() == State.TIME_WAIT && first - entry.last()[0] >= 0;
        if (flags == Control.SYN && mayBegin) {
            var made = listener.apply(ends);
            if (made.isPresent()) {
                entry = new Entry(made.get(), new int[]{segment.end()});
                at(ends).put(key(ends), entry);
            }
        }
        if (entry == null) {
            sweep();
            return segment.is(Control.RST) ? List.of() : List.of(Resets.to(segment));
        }
        if (segment.end() - entry.last()[0] > 0) {
            entry.last()[0] = segment.end();
        }
        var answers = entry.machine().on(segment, now);
        sweep();
        return answers;
    }

    private void sweep() {
        for (var port : ports.values()) {
            port.values().removeIf(entry -> switch (entry.machine().state()) {
                case CLOSED, LISTEN -> true;
                default -> false;
            });
        }
        ports.values().removeIf(Map::isEmpty);
    }

    void add(Ends ends, Machine connection) {
        at(ends).put(key(ends), new Entry(connection, new int[]{0}));
    }

    private Stream<Machine> machines() {
        return ports.values().stream().map(Map::values).flatMap(Collection::stream).map(Entry::machine);
    }

    List<Segment> tick(Instant now) {
        var answers = new ArrayList<Segment>();
        machines().filter(machine -> machine.alarm().isPresent() && machine.alarm().get().compareTo(now) <= 0)
                .toList()
                .forEach(machine -> answers.addAll(machine.tick(now)));
        sweep();
        return answers;
    }

    Optional<Instant> alarm() {
        return machines().map(Machine::alarm).flatMap(Optional::stream).sorted().findFirst();
    }

    int size() {
        return (int) machines().count();
    }
}
