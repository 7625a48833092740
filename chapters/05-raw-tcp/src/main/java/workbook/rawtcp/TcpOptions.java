package workbook.rawtcp;

import static workbook.kit.Todo.todo;

import java.nio.ByteBuffer;
import java.util.List;

/// Reads the options of a TCP header (RFC 9293, 3.1 and 3.2).
final class TcpOptions {
    private TcpOptions() {}

    /// The options between the buffer's position and its limit, in their order; of the bytes in front of the one and
    /// behind the other nothing is known. Where the position is afterwards is left open.
    ///
    /// A byte 0 ends the list, and what stands behind it is not looked at; a byte 1 only fills, and is no option. Any
    /// other option is its kind, its length in bytes, which counts kind and length too, and its data: numbers, all of
    /// them unsigned, the most significant byte first. Kinds and lengths of those that have a type of their own:
    ///
    /// | option | kind | length | data |
    /// |---|---|---|---|
    /// | [TcpOption.Mss] | 2 | 4 | a number of two bytes |
    /// | [TcpOption.WindowScale] | 3 | 3 | a number of one byte |
    /// | [TcpOption.SackPermitted] | 4 | 2 | none |
    /// | [TcpOption.Timestamps] | 8 | 10 | two numbers of four bytes |
    ///
    /// Every other kind is [TcpOption.Unknown], and so is one of these four with another length.
    ///
    /// @return a list without `null`; empty if there are none
    /// @throws IllegalArgumentException if a length is missing, is less than 2, or leads past the limit: from there on
    ///     nobody knows where an option begins
    static List<TcpOption> parse(ByteBuffer options) {
        throw todo("read the options");
    }
}
