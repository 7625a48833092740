package workbook.buffers;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;

/// Collects both parts in a stream with a buffer as large as they are, and empties it once.
final class SmallWrites {
    private SmallWrites() {}

    static byte[] call(Socket socket, byte[] head, byte[] body) throws IOException {
        var out = new BufferedOutputStream(socket.getOutputStream(), head.length + body.length + 1);
        out.write(head);
        out.write(body);
        out.flush();
        var in = socket.getInputStream();
        var answer = new byte[Math.max(0, one(in.read()))];
        for (var i = 0; i < answer.length; i++) {
            answer[i] = (byte) one(in.read());
        }
        return answer;
    }

    private static int one(int read) throws EOFException {
        if (read == -1) {
            throw new EOFException();
        }
        return read;
    }
}
