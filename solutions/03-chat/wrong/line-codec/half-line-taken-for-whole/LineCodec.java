package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;

final class LineCodec {
    private final int longest;
    private BufferedReader lines = reader(new byte[0]);

    LineCodec(int longest) {
        this.longest = longest;
    }

    private static BufferedReader reader(byte[] bytes) {
        return new BufferedReader(new InputStreamReader(new ByteArrayInputStream(bytes), UTF_8));
    }

    void feed(ByteBuffer bytes) throws ProtocolException {
        try {
            var kept = new StringBuilder();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                kept.append(line).append('\n');
            }
            var piece = new byte[bytes.remaining()];
            bytes.get(piece);
            lines = reader((kept + new String(piece, UTF_8)).getBytes(UTF_8));
        } catch (IOException e) {
            throw new ProtocolException(e.getMessage());
        }
    }

    Optional<String> next() throws ProtocolException {
        try {
            return Optional.ofNullable(lines.readLine());
        } catch (IOException e) {
            throw new ProtocolException(e.getMessage());
        }
    }

    boolean partial() {
        return false;
    }

    static byte[] line(String text) {
        if (text.contains("\r") || text.contains("\n")) {
            throw new IllegalArgumentException("a line end inside a line");
        }
        return (text + "\r\n").getBytes(UTF_8);
    }
}
