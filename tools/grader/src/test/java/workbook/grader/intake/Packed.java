package workbook.grader.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Archives byte by byte, also such as no program makes.
final class Packed {
    private final List<Item> items = new ArrayList<>();

    /// @param mode as stat(2) has it; 0 says nothing
    /// @param type of tar: `0` a file, `2` a symbolic link
    private record Item(byte[] path, byte[] bytes, int mode, char type, boolean isLocked) {}

    Packed file(String path, String text) {
        return item(path, text.getBytes(UTF_8), 0x81A4, '0');
    }

    Packed file(String path, byte[] bytes) {
        return item(path, bytes, 0x81A4, '0');
    }

    Packed folder(String path) {
        return item(path, new byte[0], 0x41ED, '5');
    }

    Packed link(String path, String target) {
        return item(path, target.getBytes(UTF_8), 0xA1FF, '2');
    }

    Packed hardLink(String path) {
        return item(path, new byte[0], 0x81A4, '1');
    }

    Packed device(String path) {
        return item(path, new byte[0], 0x2180, '3');
    }

    Packed locked(String path) {
        items.add(new Item(path.getBytes(UTF_8), new byte[12], 0x81A4, '0', true));
        return this;
    }

    Packed named(byte[] path, String text) {
        items.add(new Item(path, text.getBytes(UTF_8), 0x81A4, '0', false));
        return this;
    }

    private Packed item(String path, byte[] bytes, int mode, char type) {
        items.add(new Item(path.getBytes(UTF_8), bytes, mode, type, false));
        return this;
    }

    byte[] zip() {
        var out = new ByteArrayOutputStream();
        var directory = new ByteArrayOutputStream();
        for (var item : items) {
            var packed = deflated(item.bytes());
            var sum = new CRC32();
            sum.update(item.bytes());
            var offset = out.size();
            var head = little(26).putShort((short) 20).putShort((short) (item.isLocked() ? 1 : 0)).putShort((short) 8);
            head.putInt(0).putInt((int) sum.getValue()).putInt(packed.length).putInt(item.bytes().length);
            head.putShort((short) item.path().length).putShort((short) 0);
            out.writeBytes(little(4).putInt(0x04034b50).array());
            out.writeBytes(head.array());
            out.writeBytes(item.path());
            out.writeBytes(packed);
            directory.writeBytes(little(6).putInt(0x02014b50).putShort((short) (3 << 8)).array());
            directory.writeBytes(head.array());
            directory.writeBytes(little(14).putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putInt(item.mode() << 16)
                    .putInt(offset)
                    .array());
            directory.writeBytes(item.path());
        }
        var start = out.size();
        out.writeBytes(directory.toByteArray());
        out.writeBytes(little(22).putInt(0x06054b50)
                .putInt(0)
                .putShort((short) items.size())
                .putShort((short) items.size())
                .putInt(directory.size())
                .putInt(start)
                .putShort((short) 0)
                .array());
        return out.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] deflated(byte[] bytes) {
        var deflater = new Deflater(9, true);
        deflater.setInput(bytes);
        deflater.finish();
        var out = new ByteArrayOutputStream();
        var block = new byte[1 << 16];
        while (!deflater.finished()) {
            out.write(block, 0, deflater.deflate(block));
        }
        deflater.end();
        return out.toByteArray();
    }

    byte[] tar() {
        var out = new ByteArrayOutputStream();
        for (var item : items) {
            var path = item.path();
            if (path.length > 100) {
                var record = "path=" + new String(path, UTF_8) + "\n";
                var length = record.getBytes(UTF_8).length + 4;
                out.writeBytes(entry("pax".getBytes(US_ASCII), (length + " " + record).getBytes(UTF_8), 'x'));
                path = Arrays.copyOf(path, 100);
            }
            out.writeBytes(entry(path, item.type() == '0' ? item.bytes() : new byte[0], item.type()));
        }
        out.writeBytes(new byte[1024]);
        return out.toByteArray();
    }

    private static byte[] entry(byte[] path, byte[] bytes, char type) {
        var header = new byte[512];
        System.arraycopy(path, 0, header, 0, path.length);
        put(header, 100, "0000644\0");
        put(header, 124, "%011o\0".formatted(bytes.length));
        header[156] = (byte) type;
        put(header, 257, "ustar\00000");
        put(header, 148, "        ");
        var sum = 0;
        for (var each : header) {
            sum += Byte.toUnsignedInt(each);
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        var out = new ByteArrayOutputStream();
        out.writeBytes(header);
        out.writeBytes(bytes);
        out.writeBytes(new byte[(512 - bytes.length % 512) % 512]);
        return out.toByteArray();
    }

    private static void put(byte[] header, int at, String text) {
        System.arraycopy(text.getBytes(US_ASCII), 0, header, at, text.length());
    }

    byte[] tgz() {
        return gzip(tar());
    }

    static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
