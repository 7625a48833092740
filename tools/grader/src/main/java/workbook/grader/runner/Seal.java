package workbook.grader.runner;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.security.SecureRandom;
import java.util.Arrays;

/// What marks a frame as the runner's own: a secret of this one run, and the frame's number.
///
/// The grader draws the secret, and the runner gets it before any class of the answer is loaded. Whatever else finds a
/// way to write to the socket does not know it, and who repeats a frame repeats its number.
public final class Seal {
    /// Bytes of the secret.
    static final int LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;

    private Seal(byte[] secret) {
        this.secret = secret;
    }

    /// A new one, for the grader to hand out.
    public static Seal draw() {
        var secret = new byte[LENGTH];
        RANDOM.nextBytes(secret);
        return new Seal(secret);
    }

    /// Hands it to the runner: the first thing that goes over the socket.
    public void handOver(ByteChannel channel) throws IOException {
        writeAll(channel, ByteBuffer.wrap(secret.clone()));
    }

    static Seal receive(ByteChannel channel) throws IOException {
        var secret = ByteBuffer.allocate(LENGTH);
        readAll(channel, secret);
        return new Seal(secret.array());
    }

    /// The runner's side: seals each thing that is written. What is written in one call must be one frame.
    ByteChannel sealing(ByteChannel channel) {
        return new Sealed(channel) {
            private long number;

            @Override
            public synchronized int write(ByteBuffer frame) throws IOException {
                var length = frame.remaining();
                var whole = ByteBuffer.allocate(LENGTH + Long.BYTES + Integer.BYTES + length);
                writeAll(channel, whole.put(secret).putLong(number++).putInt(length).put(frame).flip());
                return length;
            }

            @Override
            public int read(ByteBuffer to) throws IOException {
                return channel.read(to);
            }
        };
    }

    /// The grader's side: reads what is sealed as it should be.
    ///
    /// @param longest the most bytes of one frame
    /// @return its reads throw [Broken] if something else arrives
    public ByteChannel unsealing(ByteChannel channel, int longest) {
        return new Sealed(channel) {
            private long number;
            private ByteBuffer frame = ByteBuffer.allocate(0);

            @Override
            public int read(ByteBuffer to) throws IOException {
                if (!frame.hasRemaining() && !next()) {
                    return -1;
                }
                var count = Math.min(to.remaining(), frame.remaining());
                to.put(frame.slice(frame.position(), count));
                frame.position(frame.position() + count);
                return count;
            }

            private boolean next() throws IOException {
                var header = ByteBuffer.allocate(LENGTH + Long.BYTES + Integer.BYTES);
                if (channel.read(header) < 0) {
                    return false;
                }
                readAll(channel, header);
                header.flip();
                var found = new byte[LENGTH];
                header.get(found);
                var length = 0;
                if (!Arrays.equals(found, secret) || header.getLong() != number++ || (length = header.getInt()) < 1
                        || length > longest) {
                    throw new Broken();
                }
                frame = ByteBuffer.allocate(length);
                readAll(channel, frame);
                frame.flip();
                return true;
            }

            @Override
            public int write(ByteBuffer from) throws IOException {
                return channel.write(from);
            }
        };
    }

    private static void writeAll(ByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void readAll(ByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the connection ended inside a frame");
            }
        }
    }

    /// Somebody else has written to the runner's socket.
    public static final class Broken extends IOException {
        private static final long serialVersionUID = 1;

        Broken() {
            super("a frame without the run's seal");
        }
    }

    private abstract static class Sealed implements ByteChannel {
        private final ByteChannel below;

        Sealed(ByteChannel below) {
            this.below = below;
        }

        @Override
        public boolean isOpen() {
            return below.isOpen();
        }

        @Override
        public void close() throws IOException {
            below.close();
        }
    }
}
