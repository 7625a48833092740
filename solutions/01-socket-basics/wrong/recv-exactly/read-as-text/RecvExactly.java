package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;

/// Turns bytes that are not text into text, and back.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var characters = new char[count];
        var reader = new InputStreamReader(in, US_ASCII);
        var received = 0;
        while (received < count) {
            var read = reader.read(characters, received, count - received);
            if (read == -1) {
                throw new EOFException();
            }
            received += read;
        }
        return new String(characters).getBytes(US_ASCII);
    }
}
