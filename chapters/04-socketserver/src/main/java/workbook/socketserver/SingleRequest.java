package workbook.socketserver;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.util.function.LongSupplier;

/// One request, or none in time.
final class SingleRequest {
    private final Served served;
    private final LongSupplier nanoTime;

    /// @param nanoTime the only clock that counts: like [System#nanoTime], and mostly that
    SingleRequest(Served served, LongSupplier nanoTime) {
        this.served = served;
        this.nanoTime = nanoTime;
    }

    /// Waits until a request is ready, has it handled by [Served#handleRequestNoBlock], and returns: one request,
    /// however many are waiting.
    ///
    /// It waits no longer than [Served#timeout] and [Served#socketTimeout] allow, whichever is less; if both are empty,
    /// as long as it takes. That is a limit for the whole call: a selector may come back early, with nothing ready, and
    /// then all that is left of the time is waited, in one wait; a part of a millisecond counts as a whole one there.
    ///
    /// When the time is up, and no part of a millisecond sooner, it calls [Served#handleTimeout] and returns; nothing
    /// is thrown for it. With a limit of zero it looks without waiting, and a request that is there is handled.
    ///
    /// Its selector, of [Served#selector], is closed on every way out, and the channel on none. Nobody interrupts the
    /// thread.
    void handleRequest() throws IOException {
        throw todo("wait for one request, as long as that may take");
    }
}
