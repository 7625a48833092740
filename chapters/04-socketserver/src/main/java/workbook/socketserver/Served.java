package workbook.socketserver;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;

// tag::served[]
/// What [ServeLoop] and [SingleRequest] wait for, and what they call then.
interface Served {
    /// A new selector that watches the server's channel, and nothing else, for requests.
    ///
    /// Whoever asks for it closes it. The channel stays open.
    Selector selector() throws IOException;

    /// Takes one request that is ready, if it still is, and does with it whatever is to be done.
    ///
    /// What a handler throws stays in here; an [Error] comes out, and so does what is thrown where trouble is dealt with.
    void handleRequestNoBlock();

    /// Once in each round of the loop.
    void serviceActions();

    /// How long [SingleRequest] waits; empty is for ever, and zero is not at all.
    Optional<Duration> timeout();

    /// How long the channel's own socket is willing to wait; empty is for ever, and zero is not at all.
    Optional<Duration> socketTimeout();

    /// Nobody came in time.
    void handleTimeout();
}
// end::served[]
