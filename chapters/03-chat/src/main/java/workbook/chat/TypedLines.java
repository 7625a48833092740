package workbook.chat;

import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Lines as a stream of bytes, in which a read waits for the next line.
final class TypedLines extends InputStream {
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();
    private byte[] line = {};
    private int position;
    private boolean isEnded;

    /// @param text without a line end
    void send(String text) {
        lines.add(LineCodec.line(text));
    }

    /// After what was sent, the stream ends.
    void end() {
        lines.add(END);
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!hasBytes()) {
            return -1;
        }
        var count = Math.min(length, line.length - position);
        System.arraycopy(line, position, bytes, offset, count);
        position += count;
        return count;
    }

    private boolean hasBytes() {
        while (!isEnded && position == line.length) {
            try {
                line = lines.take();
                position = 0;
                isEnded = line.length == 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                isEnded = true;
            }
        }
        return !isEnded;
    }

    @Override
    public void close() {
        end();
    }
}
