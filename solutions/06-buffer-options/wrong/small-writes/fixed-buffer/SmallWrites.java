package workbook.buffers;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;

/// Asks a question that has two parts.
final class SmallWrites {
    private SmallWrites() {}

    static byte[] call(Socket socket, byte[] head, byte[] body) throws IOException {
        var question = Arrays.copyOf(Arrays.copyOf(head, head.length), 8192);
        System.arraycopy(body, 0, question, head.length, Math.min(body.length, 8192 - Math.min(8192, head.length)));
        socket.getOutputStream().write(question, 0, Math.min(8192, head.length + body.length));
        var in = new DataInputStream(socket.getInputStream());
        var answer = new byte[in.readUnsignedByte()];
        in.readFully(answer);
        return answer;
    }
}
