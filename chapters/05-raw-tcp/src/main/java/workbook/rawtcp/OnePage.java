package workbook.rawtcp;

import static workbook.kit.Todo.todo;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Takes one request, sends one response, and closes, over a link that loses nothing and sends nothing by itself
/// (RFC 9293, 3.10.7.4).
///
/// It opens as [PassiveOpen] does, and the segment that opens it may bring data. From then on:
///
///   - A reset whose number is the next one that is to come makes it CLOSED, in TIME_WAIT too; another one is left alone.
///   - A SYN changes nothing, and gets an acknowledgment. What has neither SYN nor ACK is left alone.
///   - A segment with data or FIN that begins elsewhere than at the next number is not taken, and gets an acknowledgment
///     of what has come until now.
///   - Data is taken, and so is FIN, which stands behind it and takes a number of its own. Both are acknowledged at once:
///     by the segments that are sent anyway, or by one of their own.
///   - A segment's window holds from its acknowledgment number on, until the next one that is taken says another. An
///     acknowledgment of something that was not sent is not believed, nor is the window beside it.
///
/// Each of its segments has a window of 65,535. The states are those of RFC 9293, 3.3.2, to CLOSED or TIME_WAIT, where it
/// stays; in CLOSED everything is left alone.
final class OnePage implements Machine {
    /// The most data in one segment, for nobody has said that they take more (RFC 9293, 3.7.1).
    static final int MSS = 536;

    /// The responder is asked with everything that has come so far, each time that data has come, until it answers; then
    /// never again. What it answers is sent, as the window allows, and behind it FIN, for which no room is needed: an answer
    /// of no bytes is FIN alone.
    /// If the other side's FIN comes first, and there is still no answer, then FIN is all that is sent.
    ///
    /// @param initialSequence the number of its SYN
    OnePage(Ends ends, int initialSequence, Function<byte[], Optional<byte[]>> responder) {
    }

    @Override
    public State state() {
        throw todo("say where the connection is");
    }

    @Override
    public List<Segment> on(Segment segment, Instant now) {
        throw todo("take data, acknowledge, answer, close");
    }
}
