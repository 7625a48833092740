package workbook.buffers;

import java.io.EOFException;
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
        socket.getOutputStream().write(question);
        var in = new DataInputStream(socket.getInputStream());
        var answer = new byte[in.readUnsignedByte()];
        try {
            in.readFully(answer);
        } catch (EOFException e) {
            socket.close();
            throw e;
        }
        return answer;
    }
}
