package workbook.chat;

import static workbook.kit.Todo.todo;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Finds lines of text in bytes that come in pieces of any size.
///
/// A line is UTF-8 and ends in LF or in CR LF. Everything before its end belongs to it, blanks too; a line may be empty.
/// See the chapter, "Lines from a stream".
final class LineCodec {
    /// @param longest line, in bytes without its end
    LineCodec(int longest) {}

    /// Takes all that remains in this buffer, which is the caller's: it will be filled again.
    ///
    /// @throws ProtocolException if a line is too long, as soon as its bytes are too many, and at every call after that.
    ///     The lines before it can still be had; of that line, and of what follows it, nothing
    void feed(ByteBuffer bytes) throws ProtocolException {
        throw todo("keep the bytes until their line is complete");
    }

    /// The next line without its end, or empty if no line is complete.
    ///
    /// @throws ProtocolException if the line is not UTF-8, or has a CR elsewhere than in its end; the line is gone then,
    ///     and the one after it is next
    Optional<String> next() throws ProtocolException {
        throw todo("take the next complete line");
    }

    /// Whether bytes of a line have come whose end has not; after a line that was too long, either.
    boolean partial() {
        throw todo("say whether a line has begun");
    }

    /// A text as a line, in UTF-8, with CR LF at its end.
    ///
    /// @throws IllegalArgumentException if the text has a CR or an LF in it
    static byte[] line(String text) {
        throw todo("encode the text and its line end");
    }
}
