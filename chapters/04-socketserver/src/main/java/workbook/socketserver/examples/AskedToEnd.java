package workbook.socketserver.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;

/// A loop that waits half a second in each round, asked to end a tenth of a second after it has begun.
final class AskedToEnd {
    private static final int POLL = 500;

    private volatile boolean isEndRequested;

    private AskedToEnd() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        for (var wakes : new boolean[]{false, true}) {
            try (var selector = Selector.open()) {
                var millis = new AskedToEnd().endsAfter(selector, wakes);
                System.out.printf("%-19s %3d ms%n", wakes ? "a flag and wakeup:" : "a flag alone:", millis);
            }
        }
    }

    private long endsAfter(Selector selector, boolean wakes) throws InterruptedException {
        var loop = Thread.ofPlatform().start(() -> serve(selector));
        Thread.sleep(100);
        var began = System.nanoTime();
        // tag::end[]
        isEndRequested = true;
        if (wakes) {
            selector.wakeup();
        }
        loop.join();
        // end::end[]
        return (System.nanoTime() - began) / 1_000_000;
    }

    private void serve(Selector selector) {
        try {
            // tag::loop[]
            while (!isEndRequested) {
                selector.select(POLL);
            }
            // end::loop[]
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
