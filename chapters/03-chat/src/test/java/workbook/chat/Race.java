package workbook.chat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import workbook.testkit.Deadline;

/// Two threads that do something at the same moment, over and over, until it has gone wrong or was tried often enough.
///
/// They wait for each other without sleeping, since whoever sleeps starts late; and there are two, since of more a small
/// machine makes some wait for the others.
///
/// @param <T> what each brings back from a heat
final class Race<T> {
    /// So many times at the same moment find a gap between looking and taking.
    private static final int CLOSE_HEATS = 500;
    private static final Duration LONGEST = Duration.ofMillis(100);

    /// What a runner does in a heat.
    interface Leg<T> {
        /// @param runner 0 or 1
        T run(int heat, int runner);
    }

    private final Leg<T> leg;
    private final Function<List<T>, Optional<String>> judge;
    private final Deadline deadline = Deadline.in(LONGEST);
    private final AtomicInteger arrived = new AtomicInteger();
    private final Object[] brought = new Object[2];
    private final long[] began = new long[2];
    private final long[] ended = new long[2];
    private Optional<String> fault = Optional.empty();
    private Optional<Throwable> thrown = Optional.empty();
    private int close;
    private volatile int heat;
    private volatile boolean over;

    private Race(Leg<T> leg, Function<List<T>, Optional<String>> judge) {
        this.leg = leg;
        this.judge = judge;
    }

    /// @param judge says what has gone wrong in a heat, given what both brought back; called between heats
    /// @return what has gone wrong, if something has
    static <T> Optional<String> run(Leg<T> leg, Function<List<T>, Optional<String>> judge) throws InterruptedException {
        var race = new Race<>(leg, judge);
        var other = Thread.ofPlatform().daemon().name("testkit runner").start(() -> race.runs(1));
        race.runs(0);
        other.join();
        if (race.thrown.isPresent()) {
            throw new IllegalStateException(race.thrown.get());
        }
        return race.fault;
    }

    private void runs(int runner) {
        for (var next = 0; !over; next++) {
            began[runner] = System.nanoTime();
            try {
                brought[runner] = leg.run(next, runner);
            } catch (RuntimeException | Error e) {
                brought[runner] = e;
            }
            ended[runner] = System.nanoTime();
            meets(next);
        }
    }

    /// Whoever comes last judges the heat.
    private void meets(int next) {
        if (arrived.incrementAndGet() == 2) {
            arrived.set(0);
            judges();
            heat = next + 1;
            return;
        }
        for (var turns = 1; heat == next && !over; turns++) {
            if (turns % 20_000 == 0) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private void judges() {
        for (var each : brought) {
            if (each instanceof Throwable e) {
                thrown = Optional.of(e);
            }
        }
        if (thrown.isEmpty()) {
            fault = judge.apply(List.of((T) brought[0], (T) brought[1]));
        }
        // A busy machine may let one run after the other.
        if (began[0] - ended[1] < 0 && began[1] - ended[0] < 0) {
            close++;
        }
        over = thrown.isPresent() || fault.isPresent() || close == CLOSE_HEATS || deadline.isOver();
    }
}
