package workbook.grader.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import workbook.grader.intake.EntryVisitor.Kind;

/// Shows the entries of a tar file, packed by gzip or not: ustar and pax (POSIX, pax utility) and GNU's long names.
///
/// Written by hand, because a header of 512 bytes is read in less than the four libraries take that would do it.
final class TarArchive {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 64 << 10;

    private final InputStream in;
    private final EntryVisitor visitor;
    private final long packed;
    private long read;
    private int entries;
    private Optional<String> longName = Optional.empty();
    private Optional<Long> longSize = Optional.empty();

    private TarArchive(InputStream in, EntryVisitor visitor, long packed) {
        this.in = in;
        this.visitor = visitor;
        this.packed = packed;
    }

    static void read(Path file, boolean isZipped, EntryVisitor visitor) throws IOException, NotTaken {
        try (var raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                var in = isZipped ? new GZIPInputStream(raw, 1 << 16) : raw) {
            new TarArchive(in, visitor, Files.size(file)).read();
        } catch (EOFException e) {
            throw new NotTaken("it is cut off: pack it again and hand it in whole");
        } catch (ZipException e) {
            throw damaged();
        }
    }

    private static NotTaken damaged() {
        return new NotTaken("it is no tar file, or is damaged: pack it again and hand it in whole");
    }

    private void read() throws IOException, NotTaken {
        for (var header = bytes(BLOCK); !isZero(header); header = bytes(BLOCK)) {
            if (!isSumRight(header)) {
                throw damaged();
            }
            if (++entries > Caps.ENTRIES) {
                throw Caps.tooManyEntries();
            }
            read(header);
        }
        // To the end, where gzip says whether all of it was right.
        var rest = new byte[1 << 16];
        for (var count = in.read(rest); count >= 0; count = in.read(rest)) {
            counts(count);
        }
    }

    private void read(byte[] header) throws IOException, NotTaken {
        var size = longSize.isPresent() ? longSize.get() : number(header, 124, 12);
        if (size < 0) {
            throw damaged();
        }
        switch (header[156]) {
            case 'x' -> readPax(new String(extension(size), ISO_8859_1));
            case 'g', 'K' -> extension(size);
            case 'L' -> longName = Optional.of(text(extension(size), 0, (int) size));
            default -> {
                var path = longName.orElseGet(() -> name(header));
                longName = Optional.empty();
                longSize = Optional.empty();
                show(path, kind(header[156], path), size);
            }
        }
    }

    private void show(String path, Kind kind, long size) throws IOException, NotTaken {
        var contents = kind == Kind.FILE || kind == Kind.OTHER ? size : 0;
        var taken = new long[1];
        visitor.entry(path, kind, most -> {
            var bytes = bytes((int) Math.min(contents, most + 1L));
            taken[0] = bytes.length;
            return bytes;
        });
        skip(contents - taken[0] + padding(contents));
    }

    private static Kind kind(byte type, String path) {
        return switch (type) {
            case '0', 0, '7' -> path.endsWith("/") ? Kind.FOLDER : Kind.FILE;
            case '5' -> Kind.FOLDER;
            case '1', '2' -> Kind.LINK;
            default -> Kind.OTHER;
        };
    }

    private static String name(byte[] header) {
        var isUstar = new String(header, 257, 6, ISO_8859_1).equals("ustar\0");
        var prefix = isUstar ? text(header, 345, 155) : "";
        return (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
    }

    private byte[] extension(long size) throws IOException, NotTaken {
        if (size > LONGEST_NAME) {
            throw new NotTaken("a path in it is longer than " + Caps.PATH + " characters");
        }
        var bytes = bytes((int) size);
        skip(padding(size));
        return bytes;
    }

    /// Records of the form `LENGTH KEY=VALUE\n`, the length counting all of it in bytes.
    private void readPax(String records) throws NotTaken {
        try {
            for (var at = 0; at < records.length();) {
                var blank = records.indexOf(' ', at);
                var end = at + Integer.parseInt(records.substring(at, blank));
                var record = records.substring(blank + 1, end - 1);
                var value = record.substring(record.indexOf('=') + 1);
                if (record.startsWith("path=")) {
                    longName = Optional.of(Names.decode(value.getBytes(ISO_8859_1)));
                } else if (record.startsWith("size=")) {
                    longSize = Optional.of(Long.parseLong(value));
                }
                at = Math.max(end, at + 1);
            }
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw damaged();
        }
    }

    private static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    private byte[] bytes(int count) throws IOException, NotTaken {
        var bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        counts(count);
        return bytes;
    }

    private void skip(long count) throws IOException, NotTaken {
        if (count > Caps.UNFOLDED) {
            throw Caps.bomb();
        }
        for (var left = count; left > 0;) {
            left -= bytes((int) Math.min(left, 1 << 16)).length;
        }
    }

    private void counts(long count) throws NotTaken {
        read += count;
        if (Caps.isBomb(read, packed)) {
            throw Caps.bomb();
        }
    }

    private static boolean isZero(byte[] header) {
        return Arrays.equals(header, new byte[BLOCK]);
    }

    /// The sum of the header's bytes, its own field taken for blanks.
    private static boolean isSumRight(byte[] header) {
        var sum = 0L;
        for (var at = 0; at < BLOCK; at++) {
            sum += at >= 148 && at < 156 ? ' ' : Byte.toUnsignedInt(header[at]);
        }
        return sum == number(header, 148, 8);
    }

    /// Octal digits, or, where the first bit is set, the number itself; -1 if it is neither.
    private static long number(byte[] header, int from, int length) {
        if (header[from] < 0) {
            var number = header[from] & 0x3FL;
            for (var at = from + 1; at < from + length; at++) {
                if (number >> 54 != 0) {
                    return -1;
                }
                number = number << 8 | Byte.toUnsignedLong(header[at]);
            }
            return number;
        }
        var digits = text(header, from, length).strip();
        return digits.matches("[0-7]{1,20}") ? Long.parseLong(digits, 8) : digits.isEmpty() ? 0 : -1;
    }

    private static String text(byte[] bytes, int from, int length) {
        var end = from;
        while (end < Math.min(bytes.length, from + length) && bytes[end] != 0) {
            end++;
        }
        return Names.decode(Arrays.copyOfRange(bytes, from, end));
    }
}
