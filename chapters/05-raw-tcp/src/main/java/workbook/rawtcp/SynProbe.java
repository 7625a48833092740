package workbook.rawtcp;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.time.Duration;

/// Finds out with one SYN whether somebody listens at a port.
final class SynProbe {
    private SynProbe() {}

    /// Sends one SYN, once, and waits for its answer: a segment between these ends, with ACK, that acknowledges the SYN.
    ///
    ///   - With RST in it the port is CLOSED.
    ///   - Else with SYN in it the port is OPEN. The other side has half a connection then, and is told by a reset, as
    ///     [Resets#to] makes it, that nothing comes of it.
    ///
    /// Whatever else arrives is left alone: segments of other ends, with another number, with a wrong checksum where the wire
    /// says that it was made, this SYN itself, and packets that are none of TCP's. Left alone is: nothing is sent for it. If the
    /// limit is over without an answer, SILENT; the limit is for all of it together.
    ///
    /// If the system refuses to send the SYN, with EPERM ([workbook.kit.natives.NativeCallFailed#errno]), it is NOT_PERMITTED.
    /// Any other failure comes out, one of the reset's included.
    ///
    /// @param wire     stays open; nobody else reads from it meanwhile
    /// @param ends     the remote one is what is probed
    /// @param sequence the number of the SYN
    static PortState probe(Wire wire, Ends ends, int sequence, Duration limit) throws IOException {
        throw todo("send a SYN, and wait for its answer");
    }
}
