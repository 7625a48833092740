package workbook.buffers;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;

/// Asks a question that has two parts.
final class SmallWrites {
    private SmallWrites() {}

    static byte[] call(Socket socket, byte[] head, byte[] body) throws IOException {
        var out = new java.io.BufferedOutputStream(socket.getOutputStream());
        out.write(head);
        out.flush();
        out.write(body);
        out.flush();
        var in = new DataInputStream(socket.getInputStream());
        var answer = new byte[in.readUnsignedByte()];
        in.readFully(answer);
        return answer;
    }
}
