package workbook.rawtcp;

import static workbook.kit.Todo.todo;

/// Watches one direction of a connection, and says of each segment what it brings.
final class SequenceTracker {
    /// Takes notice of a segment, the first of which begins the count, wherever in a connection it stands.
    ///
    /// A segment takes a sequence number for each byte of its data, one for SYN, and one for FIN. From its first to
    /// behind its last they are compared with the one that is expected, which is then the one behind its last, unless
    /// that would be a step back. A segment that takes none changes nothing, unless it is the first.
    ///
    /// @param length of its data, in bytes
    SequenceEvent see(TcpHeader header, int length) {
        throw todo("say what it brings");
    }

    /// The number that is expected next; before the first segment anything.
    int next() {
        throw todo("say what comes next");
    }
}
