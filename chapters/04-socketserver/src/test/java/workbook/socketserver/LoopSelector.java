package workbook.socketserver;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/// A selector whose waits a test looks at, or takes the place of.
final class LoopSelector extends Selector {
    /// How long [#selectNow] waits.
    static final long NOT_AT_ALL = -1;
    /// How long `select()` and `select(0)` wait.
    static final long FOR_EVER = 0;

    private final Selector real;
    private final Wait wait;
    private final Runnable woken;
    private final Runnable closing;

    /// What becomes of a wait.
    interface Wait {
        /// @param millis [#NOT_AT_ALL], [#FOR_EVER], or so many
        int select(Selector real, long millis) throws IOException;
    }

    LoopSelector(Selector real, Wait wait, Runnable woken) {
        this(real, wait, woken, () -> {});
    }

    /// @param woken called when it has been
    /// @param closing called before it is closed
    LoopSelector(Selector real, Wait wait, Runnable woken, Runnable closing) {
        this.real = real;
        this.wait = wait;
        this.woken = woken;
        this.closing = closing;
    }

    /// Waits as it was asked to.
    static int really(Selector real, long millis) throws IOException {
        return millis == NOT_AT_ALL ? real.selectNow() : real.select(millis);
    }

    /// A wait in words.
    static String text(long millis) {
        return millis == NOT_AT_ALL ? "no time" : millis == FOR_EVER ? "for ever" : millis + " ms";
    }

    @Override
    public int selectNow() throws IOException {
        return wait.select(real, NOT_AT_ALL);
    }

    @Override
    public int select(long timeout) throws IOException {
        if (timeout < 0) {
            throw new IllegalArgumentException("Negative timeout");
        }
        return wait.select(real, timeout);
    }

    @Override
    public int select() throws IOException {
        return wait.select(real, FOR_EVER);
    }

    @Override
    public Selector wakeup() {
        real.wakeup();
        woken.run();
        return this;
    }

    @Override
    public boolean isOpen() {
        return real.isOpen();
    }

    @Override
    public SelectorProvider provider() {
        return real.provider();
    }

    @Override
    public Set<SelectionKey> keys() {
        return real.keys();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return real.selectedKeys();
    }

    @Override
    public void close() throws IOException {
        closing.run();
        real.close();
    }
}
