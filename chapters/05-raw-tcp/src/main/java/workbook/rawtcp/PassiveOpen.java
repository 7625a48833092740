package workbook.rawtcp;

import static workbook.kit.Todo.todo;

import java.time.Instant;
import java.util.List;

/// Waits for the other side to open a connection (RFC 9293, 3.10.7.2 and 3.10.7.4), and leaves it at that: no data, and
/// no end.
///
/// Each of its own segments has a window of 65,535, and no data; no data is taken either, so what comes with a SYN is not
/// acknowledged, and comes again.
final class PassiveOpen implements Machine {
    /// The state is LISTEN.
    ///
    /// @param initialSequence the number of the SYN that it will send
    PassiveOpen(Ends ends, int initialSequence) {
    }

    @Override
    public State state() {
        throw todo("say where the connection is");
    }

    /// The number of the next byte to send, once it is open.
    int sendNext() {
        throw todo("say which number is sent next");
    }

    /// The number of the next byte that is to come, once a SYN has come.
    int receiveNext() {
        throw todo("say which number comes next");
    }

    /// In LISTEN, in this order: a reset is left alone; what has ACK is answered by [Resets#to], since nothing was sent
    /// that it could acknowledge; a SYN is answered by SYN and ACK in one segment, and the state is SYN_RECEIVED; all
    /// else is left alone.
    ///
    /// In SYN_RECEIVED, in this order:
    ///
    ///   - A reset whose number is [#receiveNext] takes it all back: the state is LISTEN. Another one is not believed.
    ///   - The same SYN once more gets the same answer once more. Another one is left alone.
    ///   - What has no ACK is left alone.
    ///   - An ACK of something else than the SYN is answered by [Resets#to], and changes nothing.
    ///   - An ACK of the SYN: the connection is ESTABLISHED, and there is nothing to say.
    ///
    /// In ESTABLISHED, a reset whose number is [#receiveNext] makes it CLOSED, and another one is not believed; any SYN is
    /// answered by an acknowledgment of what has come, and changes nothing; anything else is left alone. In CLOSED,
    /// everything is.
    @Override
    public List<Segment> on(Segment segment, Instant now) {
        throw todo("take the next step of the handshake");
    }
}
