package workbook.socketserver.examples;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;

/// Waits of 100 ms for what never comes, woken every 60 ms for a second.
final class WokenEarly {
    private static final long LIMIT = 100;
    private static final long SECOND = 1_000_000_000;

    private WokenEarly() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.printf("the whole limit each time: %,6d ms%n", measured(WokenEarly::wholeAgain));
        System.out.printf("what is left of it:        %,6d ms%n", measured(WokenEarly::whatIsLeft));
    }

    private static void wholeAgain(Selector selector) throws IOException {
        // tag::whole[]
        var isOver = false;
        while (!isOver) {
            var began = System.nanoTime();
            selector.select(LIMIT);
            isOver = System.nanoTime() - began >= LIMIT * 1_000_000;
        }
        // end::whole[]
    }

    private static void whatIsLeft(Selector selector) throws IOException {
        var began = System.nanoTime();
        for (var left = LIMIT; left > 0; left = LIMIT - (System.nanoTime() - began) / 1_000_000) {
            selector.select(left);
        }
    }

    private interface Waiting {
        void in(Selector selector) throws IOException;
    }

    private static long measured(Waiting waiting) throws IOException, InterruptedException {
        try (var selector = Selector.open()) {
            var began = System.nanoTime();
            var waker = Thread.startVirtualThread(() -> {
                while (System.nanoTime() - began < SECOND && selector.isOpen()) {
                    LockSupport.parkNanos(60_000_000);
                    selector.wakeup();
                }
            });
            waiting.in(selector);
            var millis = (System.nanoTime() - began) / 1_000_000;
            waker.interrupt();
            waker.join();
            return millis;
        }
    }
}
