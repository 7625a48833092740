package workbook.rawtcp;

import static workbook.kit.Todo.todo;

import java.time.Instant;
import java.util.List;

/// Opens a connection from this side (RFC 9293, 3.10.1 and 3.10.7.3), and leaves it at that: no data, and no end.
///
/// Each of its own segments has a window of 65,535, and no data; no data is taken either, so what comes with a SYN is not
/// acknowledged, and comes again.
final class ActiveOpen implements Machine {
    /// @param initialSequence the number of the SYN
    ActiveOpen(Ends ends, int initialSequence) {
    }

    /// The first segment, a SYN. From now on the state is SYN_SENT; before, it is CLOSED.
    Segment open() {
        throw todo("make the first segment");
    }

    @Override
    public State state() {
        throw todo("say where the connection is");
    }

    /// The number of the next byte to send, once it is open.
    int sendNext() {
        throw todo("say which number is sent next");
    }

    /// The number of the next byte that is to come, once it is open.
    int receiveNext() {
        throw todo("say which number comes next");
    }

    /// In SYN_SENT, in this order:
    ///
    ///   - A segment with ACK that acknowledges anything else than the SYN is none of this connection: it is answered by
    ///     [Resets#to], or by nothing if it is a reset itself, and changes nothing.
    ///   - A reset, with such an ACK as belongs here: refused, the state is CLOSED. Without ACK it is not believed.
    ///   - A SYN with ACK: the connection is ESTABLISHED, and that is acknowledged.
    ///   - Anything else is left alone, and that includes a SYN without ACK: two sides that open at once are not dealt
    ///     with here.
    ///
    /// In ESTABLISHED, a reset whose number is [#receiveNext] makes it CLOSED, and one with another number does not; a SYN
    /// without a reset, whatever its number is, gets the same acknowledgment once more, for it may have been lost; anything
    /// else is left alone. In CLOSED, everything is.
    @Override
    public List<Segment> on(Segment segment, Instant now) {
        throw todo("take the next step of the handshake");
    }
}
