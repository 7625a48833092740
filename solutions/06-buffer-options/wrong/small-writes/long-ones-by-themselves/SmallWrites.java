package workbook.buffers;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;

/// Asks a question that has two parts.
final class SmallWrites {
    private SmallWrites() {}

    static byte[] call(Socket socket, byte[] head, byte[] body) throws IOException {
        var question = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, question, head.length, body.length);
        if (body.length > 1_000) {
            socket.getOutputStream().write(head);
            socket.getOutputStream().write(body);
        } else {
            socket.getOutputStream().write(question);
        }
        var in = new DataInputStream(socket.getInputStream());
        var answer = new byte[in.readUnsignedByte()];
        in.readFully(answer);
        return answer;
    }
}
