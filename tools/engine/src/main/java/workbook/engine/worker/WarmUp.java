package workbook.engine.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import workbook.testkit.Seed;

/// What a worker does until it has an order: it runs [Practice] just as it will run the tests, and tells nobody. What
/// they need is then loaded and, after some rounds, compiled.
///
/// The tests must not see that: it leaves no thread, no socket, no property and no word printed, and no packet has
/// passed through the network, whose counters stand as they stood.
final class WarmUp {
    /// More of them bring no more.
    private static final int ROUNDS = 8;
    /// Longer than a compiler takes that works already: it needs the processor more.
    private static final long REST_MILLIS = 600;

    private WarmUp() {}

    /// Goes on, at leisure, until there is an order or nothing more to gain.
    ///
    /// @return the first order
    static Message.RunTests run(TestRunner tests, BlockingQueue<Message.RunTests> orders)
            throws IOException, InterruptedException {
        round(tests);
        var order = Optional.ofNullable(orders.poll(REST_MILLIS, TimeUnit.MILLISECONDS));
        for (var round = 1; round < ROUNDS && order.isEmpty(); round++) {
            round(tests);
            order = Optional.ofNullable(orders.poll());
        }
        return order.isPresent() ? order.get() : orders.take();
    }

    static void round(TestRunner tests) throws IOException {
        try (var nobody = new Wire(new Nobody())) {
            tests.run(order(), new Stacks(Set.of("Practice.java")), nobody);
        } finally {
            List.of(Seed.PROPERTY, "workbook.answer", "workbook.answer.classpath").forEach(System::clearProperty);
        }
    }

    private static Message.RunTests order() {
        return new Message.RunTests(Practice.class.getName(), List.of(), List.of(), List.of(), 1, 1000, false, "",
                Optional.empty(), Message.Until.LOSS, "");
    }

    /// Takes all that it is told and says nothing.
    private static final class Nobody implements ByteChannel {
        @Override
        public int read(ByteBuffer to) {
            return -1;
        }

        @Override
        public int write(ByteBuffer from) {
            var count = from.remaining();
            from.position(from.limit());
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
