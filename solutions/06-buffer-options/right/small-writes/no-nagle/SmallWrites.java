package workbook.buffers;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;

/// Switches Nagle's rule off, and writes twice.
final class SmallWrites {
    private SmallWrites() {}

    static byte[] call(Socket socket, byte[] head, byte[] body) throws IOException {
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(head);
        socket.getOutputStream().write(body);
        var length = socket.getInputStream().read();
        if (length < 0) {
            throw new EOFException("no answer");
        }
        var answer = socket.getInputStream().readNBytes(length);
        if (answer.length < length) {
            throw new EOFException("half an answer");
        }
        return answer;
    }
}
