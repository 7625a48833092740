package workbook.rawtcp;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Hands out one option after the other, each cut out as a buffer: choose it if the list might be long.
final class TcpOptions {
    private interface Reader {
        TcpOption read(ByteBuffer data);
    }

    /// What has a type of its own.
    private enum Kind {
        MSS(2, 2, data -> new TcpOption.Mss(data.getChar())),
        WINDOW_SCALE(3, 1, data -> new TcpOption.WindowScale(Byte.toUnsignedInt(data.get()))),
        SACK_PERMITTED(4, 0, data -> new TcpOption.SackPermitted()),
        TIMESTAMPS(8, 8, data -> new TcpOption.Timestamps(data.getInt(), data.getInt()));

        final int number;
        final int length;
        final Reader reader;

        Kind(int number, int length, Reader reader) {
            this.number = number;
            this.length = length;
            this.reader = reader;
        }

        static Optional<Kind> of(int number, int length) {
            return Stream.of(values()).filter(kind -> kind.number == number && kind.length == length).findFirst();
        }
    }

    private TcpOptions() {}

    static List<TcpOption> parse(ByteBuffer options) {
        var rest = options.slice();
        return Stream.generate(() -> next(rest)).takeWhile(Optional::isPresent).flatMap(Optional::stream).toList();
    }

    private static Optional<TcpOption> next(ByteBuffer rest) {
        while (rest.hasRemaining()) {
            var number = Byte.toUnsignedInt(rest.get());
            if (number == 0) {
                return Optional.empty();
            }
            if (number != 1) {
                return Optional.of(option(number, rest));
            }
        }
        return Optional.empty();
    }

    private static TcpOption option(int number, ByteBuffer rest) {
        try {
            var data = new byte[Byte.toUnsignedInt(rest.get()) - 2];
            rest.get(data);
            return Kind.of(number, data.length)
                    .map(kind -> kind.reader.read(ByteBuffer.wrap(data)))
                    .orElseGet(() -> new TcpOption.Unknown(number, data));
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new IllegalArgumentException("the length of option " + number + " leads astray", e);
        }
    }
}
