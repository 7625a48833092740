package workbook.rawtcp;

import static workbook.kit.Todo.todo;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One connection, from its first segment to its last (RFC 9293, 3.10): what has arrived goes in, what is to be sent
/// comes out. It has no clock, no thread and no network of its own.
///
/// It begins in LISTEN. The handshake is that of [ActiveOpen] or of [PassiveOpen], but for what is said here:
///
///   - Its SYN says, in an option, the `mss` of the settings. A segment's data is never more than that, nor than the other
///     side's SYN has said, or 536 bytes if that said nothing. An MSS of 0 says nothing, and neither does a list of options
///     that [TcpOptions] cannot read.
///   - Data that comes with a SYN may be left: it is not acknowledged then, and comes again.
///   - Both sides may open at once: in SYN_SENT a SYN without ACK is answered by SYN and ACK, and the state is SYN_RECEIVED.
///   - A reset that counts makes it CLOSED in any state, and [#isReset].
///
/// Whatever takes numbers, but for a probe, is kept in a [Retransmitter] until it is acknowledged; if that gives up, the
/// connection is CLOSED and [#isReset], and nothing more is sent. What comes is kept in a [Reassembler], with the
/// `receiveBuffer` of the settings; its window, at most 65,535, is that of each segment.
final class TcpConnection implements Machine {
    TcpConnection(Ends ends, int initialSequence, Settings settings) {
    }

    @Override
    public State state() {
        throw todo("say where the connection is");
    }

    /// Whether the other side has ended it before its time: by a reset, or by not answering any more. What [#abort] ends was
    /// not reset.
    boolean isReset() {
        throw todo("say whether it has been reset");
    }

    // The user's side

    /// Opens it from this side: a SYN.
    List<Segment> open(Instant now) {
        throw todo("open it from this side");
    }

    /// Takes bytes to be sent, as many as there is room for: together with those that wait to be sent for the first time,
    /// at most the `sendBuffer` of the settings. Before it is open they wait until it is. Nothing is sent before [#flush],
    /// or before something arrives. The array is the caller's afterwards.
    ///
    /// @return how many bytes were taken; none after [#shutdownOutput], or when it is CLOSED
    int write(byte[] data, int offset, int length) {
        throw todo("take bytes to be sent");
    }

    /// Takes out up to so many bytes of what has come in order.
    byte[] read(int most) {
        throw todo("hand out what has come");
    }

    /// How many bytes have come in order, and were not read.
    int readable() {
        throw todo("count what has come");
    }

    /// Whether nothing more will come, and all that has come was read.
    boolean isAtEnd() {
        throw todo("say whether it is at its end");
    }

    /// Nothing more will be written: FIN is sent behind the last byte that was. Before it is open, that is remembered.
    void shutdownOutput() {
        throw todo("note that nothing more will be written");
    }

    /// What may be sent by now, after writing, reading, or shutting down; nothing before it is open.
    ///
    ///   - Data, in segments as large as they may be, and as far as the window allows: up to the acknowledgment number plus
    ///     the window of the segment with the latest sequence number, and of these with the latest acknowledgment number,
    ///     which is not always the last to arrive. A piece smaller than a whole segment may wait as long as something is
    ///     under way, if it is not the end of what there is.
    ///   - FIN, when all data has been sent. It does not wait for room.
    ///   - If reading has made room for `mss` more bytes, or for half of the buffer, since the other side was last told: an
    ///     acknowledgment, which says so. For less there is none.
    List<Segment> flush(Instant now) {
        throw todo("say what may be sent");
    }

    /// Ends it at once: it is CLOSED. In SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 and CLOSE_WAIT the other side is
    /// told, by a reset with the number that comes next; elsewhere nobody has to be (RFC 9293, 3.10.5).
    List<Segment> abort() {
        throw todo("end it at once");
    }

    // The clock's side

    /// The earliest of all times at which [#tick] has something to do.
    @Override
    public Optional<Instant> alarm() {
        throw todo("say when there is something to do");
    }

    /// Does what its time has come for:
    ///
    ///   - The retransmitter repeats the oldest segment, with the acknowledgment and the window of now.
    ///   - If there is data to be sent, nothing is under way, and the window has no room: a probe, after the retransmitter's
    ///     timeout, and then more and more rarely, at last once a minute. When there was room again, the next time begins anew
    ///     with the retransmitter's timeout. A probe is an old number without data, or one byte of the data: something that is
    ///     answered by an acknowledgment. As long as it is, the connection is kept, for years if need be (RFC 9293, 3.8.6.1);
    ///     if it is not, it may be given up.
    ///   - TIME_WAIT ends, twice the `lifetime` of the settings after it began, or after the last FIN that came again;
    ///     nothing else puts that off.
    @Override
    public List<Segment> tick(Instant now) {
        throw todo("do what its time has come for");
    }

    // The network's side

    /// RFC 9293, 3.10.7.4, from the second segment on. In CLOSED nothing is taken, and nothing sent.
    ///
    ///   - A segment none of whose numbers lies in the window is not taken, and gets an acknowledgment, unless it is a reset.
    ///     With a window of 0, only a segment without numbers that begins at the next number is taken.
    ///   - A reset counts if its number is the next one; if it lies elsewhere in the window, it gets an acknowledgment.
    ///   - A SYN gets an acknowledgment, wherever it lies. In SYN_RECEIVED the other side's SYN may come again, the same and
    ///     without ACK: it gets the SYN and ACK again.
    ///   - Without ACK, nothing is taken, and nothing said. An ACK of something that was not sent gets an acknowledgment, or
    ///     in SYN_RECEIVED, where it has to be one of the SYN, a reset, and then nothing of the segment is taken, nor is its
    ///     window. An old ACK takes nothing back, and the rest of its segment counts.
    ///   - Data and FIN are taken in whatever order they come, and acknowledged at once. FIN counts when all before it has
    ///     come; nothing behind it is taken.
    ///   - What may be sent now is sent, as by [#flush].
    @Override
    public List<Segment> on(Segment segment, Instant now) {
        throw todo("take what has arrived");
    }
}
