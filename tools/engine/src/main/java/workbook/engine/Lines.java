package workbook.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The lines of a text file that must be UTF-8.
final class Lines {
    private Lines() {}

    /// The file's lines, without a byte order mark.
    ///
    /// @throws NotUtf8 if it is not
    static List<String> of(byte[] bytes) throws NotUtf8 {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
        } catch (CharacterCodingException e) {
            throw new NotUtf8(firstBadLine(bytes), e);
        }
    }

    private static int firstBadLine(byte[] bytes) {
        var line = new ByteArrayOutputStream();
        var number = 1;
        for (var each : bytes) {
            if (each == '\n') {
                if (!isUtf8(line.toByteArray())) {
                    return number;
                }
                line.reset();
                number++;
            } else {
                line.write(each);
            }
        }
        return number;
    }

    static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /// A file holds bytes that are not UTF-8.
    static final class NotUtf8 extends Exception {
        private static final long serialVersionUID = 1;

        private final int line;

        private NotUtf8(int line, Throwable cause) {
            super("line " + line + " is not UTF-8", cause);
            this.line = line;
        }

        int line() {
            return line;
        }
    }
}
