package workbook.grader.intake;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import workbook.grader.intake.EntryVisitor.Kind;

/// Shows the entries of a zip file (PKWARE's APPNOTE 4.3) as its central directory has them.
///
/// Written by hand, because [java.util.zip.ZipFile] keeps to itself which entries are links, and because reading stops
/// at the first entry too many; names, modes and contents come from one reading, so that no two readers can differ.
final class ZipArchive {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int END = 22;
    private static final int ENTRY = 46;
    private static final int LOCAL = 30;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int LARGEST_DIRECTORY = Caps.ENTRIES * 512;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ENCRYPTED = 1;

    private final FileChannel channel;
    private final EntryVisitor visitor;
    private long unfolded;
    private boolean hasBackslashes;

    private ZipArchive(FileChannel channel, EntryVisitor visitor) {
        this.channel = channel;
        this.visitor = visitor;
    }

    static void read(Path file, EntryVisitor visitor) throws IOException, NotTaken {
        try (var channel = FileChannel.open(file)) {
            new ZipArchive(channel, visitor).read();
        }
    }

    private void read() throws IOException, NotTaken {
        var tail = bytes(Math.max(0, channel.size() - END - LONGEST_COMMENT), END + LONGEST_COMMENT);
        var end = tail.limit() - END;
        while (end >= 0 && (tail.getInt(end) != END_SIGNATURE || end + END + u16(tail, end + 20) != tail.limit())) {
            end--;
        }
        if (end < 0) {
            throw new NotTaken("it is no zip file, or was cut off: pack it again and hand it in whole");
        }
        var count = u16(tail, end + 10);
        var size = u32(tail, end + 12);
        var offset = u32(tail, end + 16);
        if (count > Caps.ENTRIES || size > LARGEST_DIRECTORY) {
            throw Caps.tooManyEntries();
        }
        var directory = bytes(offset, (int) size);
        if (u16(tail, end + 4) != 0 || directory.limit() < size) {
            throw damaged();
        }
        hasBackslashes = isOfBackslashes(directory.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        for (var entry = 0; entry < count; entry++) {
            read(directory);
        }
    }

    /// Whether its paths are written with backslashes throughout, as some programs of Windows do against APPNOTE 4.4.17.
    private static boolean isOfBackslashes(ByteBuffer directory) {
        var hasOne = false;
        while (directory.remaining() >= ENTRY) {
            var at = directory.position();
            var name = new byte[Math.min(u16(directory, at + 28), directory.remaining() - ENTRY)];
            directory.get(at + ENTRY, name);
            var path = Names.decode(name);
            if (path.indexOf('/') >= 0) {
                return false;
            }
            hasOne |= path.indexOf('\\') >= 0;
            var next = at + ENTRY + name.length + u16(directory, at + 30) + u16(directory, at + 32);
            directory.position(Math.min(next, directory.limit()));
        }
        return hasOne;
    }

    private void read(ByteBuffer directory) throws IOException, NotTaken {
        var at = directory.position();
        if (directory.remaining() < ENTRY || directory.getInt(at) != ENTRY_SIGNATURE) {
            throw damaged();
        }
        var name = new byte[u16(directory, at + 28)];
        var next = at + ENTRY + name.length + u16(directory, at + 30) + u16(directory, at + 32);
        if (next > directory.limit()) {
            throw damaged();
        }
        directory.get(at + ENTRY, name);
        directory.position(next);
        var entry = new Entry(u16(directory, at + 8), u16(directory, at + 10), directory.getInt(at + 16),
                u32(directory, at + 20), u32(directory, at + 24), u32(directory, at + 42));
        unfolded += entry.size();
        if (Caps.isBomb(entry.size(), entry.packed()) || unfolded > Caps.UNFOLDED) {
            throw Caps.bomb();
        }
        var path = hasBackslashes ? Names.decode(name).replace('\\', '/') : Names.decode(name);
        visitor.entry(path, kind(path, directory.getInt(at + 38) >>> 16), most -> content(entry, most));
    }

    /// @param mode of Unix, as stat(2) has it, or 0 where the archive was made elsewhere
    private static Kind kind(String path, int mode) {
        return switch (mode & 0xF000) {
            case 0xA000 -> Kind.LINK;
            case 0, 0x8000 -> path.endsWith("/") ? Kind.FOLDER : Kind.FILE;
            case 0x4000 -> Kind.FOLDER;
            default -> Kind.OTHER;
        };
    }

    private byte[] content(Entry entry, int most) throws IOException, NotTaken {
        if ((entry.flags() & ENCRYPTED) != 0) {
            throw new NotTaken("it is locked with a password: pack it again without one");
        }
        if (entry.method() != STORED && entry.method() != DEFLATED) {
            throw new NotTaken("it is packed in a way that few programs read (method " + entry.method()
                    + "): pack it again as an ordinary zip file");
        }
        if (entry.size() > most) {
            return new byte[most + 1];
        }
        var local = bytes(entry.offset(), LOCAL);
        if (local.limit() < LOCAL || local.getInt(0) != LOCAL_SIGNATURE) {
            throw damaged();
        }
        // What deflates to less than it was has no more than a few bytes to each block beside it.
        var longest = (int) Math.min(entry.packed(), 2L * most + 1024);
        var packed = bytes(entry.offset() + LOCAL + u16(local, 26) + u16(local, 28), longest);
        var bytes = entry.method() == STORED ? packed.array() : inflated(packed.array(), most);
        var sum = new CRC32();
        sum.update(bytes);
        if (bytes.length <= most && (bytes.length != entry.size() || (int) sum.getValue() != entry.sum())) {
            throw damaged();
        }
        return bytes;
    }

    private static byte[] inflated(byte[] packed, int most) throws IOException, NotTaken {
        var inflater = new Inflater(true);
        try (var in = new InflaterInputStream(new ByteArrayInputStream(packed), inflater)) {
            return in.readNBytes(most + 1);
        } catch (EOFException | java.util.zip.ZipException e) {
            throw damaged();
        } finally {
            inflater.end();
        }
    }

    private static NotTaken damaged() {
        return new NotTaken("it is damaged or was cut off: pack it again and hand it in whole");
    }

    /// Bytes from a place in the file, fewer where the file ends before.
    private ByteBuffer bytes(long from, int count) throws IOException {
        var available = Math.clamp(channel.size() - from, 0, count);
        var bytes = ByteBuffer.allocate((int) available).order(ByteOrder.LITTLE_ENDIAN);
        var at = from;
        while (bytes.hasRemaining()) {
            var read = channel.read(bytes, at);
            if (read < 0) {
                throw new EOFException("the file shrinks while it is read");
            }
            at += read;
        }
        return bytes.flip();
    }

    private static int u16(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private static long u32(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    private record Entry(int flags, int method, int sum, long packed, long size, long offset) {}
}
