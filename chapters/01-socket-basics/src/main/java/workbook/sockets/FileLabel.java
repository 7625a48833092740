package workbook.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/// What a file is called, and how long it is: the first message of the sender, and the receiver's answer.
///
/// As a message: the length in eight bytes, most significant first, then the name in UTF-8.
///
/// @param size in bytes
record FileLabel(String name, long size) {
    private static final int LONGEST = 4096;

    byte[] toMessage() {
        var bytes = name.getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + bytes.length).putLong(size).put(bytes).array();
    }

    /// @throws ProtocolException if this is no label
    static FileLabel of(byte[] message) throws ProtocolException {
        if (message.length <= Long.BYTES || message.length > LONGEST) {
            throw new ProtocolException("a label of " + message.length + " bytes");
        }
        var bytes = ByteBuffer.wrap(message);
        var size = bytes.getLong();
        if (size < 0) {
            throw new ProtocolException("a file of " + size + " bytes");
        }
        return new FileLabel(UTF_8.decode(bytes).toString(), size);
    }
}
