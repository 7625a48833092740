package workbook.kit.network;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The classic capture file of libpcap, pcap-savefile(5), which `tcpdump -r`, `tshark -r` and Wireshark open.
///
/// A header of 24 bytes, then each frame behind a header of 16: seconds, parts of a second, bytes kept, bytes on the
/// wire. Written is the variant with nanoseconds, most significant byte first; read are all four.
public final class Pcap {
    private static final int MAGIC_MICROS = 0xa1b2c3d4;
    private static final int MAGIC_NANOS = 0xa1b23c4d;
    private static final short MAJOR = 2;
    private static final short MINOR = 4;
    /// tcpdump's own; nothing that `lo` carries is longer.
    static final int LONGEST_FRAME = 262_144;
    private static final int LINKTYPE_ETHERNET = 1;
    private static final int HEADER_BYTES = 24;
    private static final int FRAME_HEADER_BYTES = 16;

    private Pcap() {}

    public static void write(Path file, List<Frame> frames) throws IOException {
        try (var writer = new Writer(file)) {
            for (var frame : frames) {
                writer.write(frame);
            }
        }
    }

    /// Writes frame by frame; after each [Writer#flush] the file is a whole one.
    public static final class Writer implements AutoCloseable {
        private final OutputStream out;

        public Writer(Path file) throws IOException {
            out = new BufferedOutputStream(Files.newOutputStream(file));
            // Between the version and the longest length: time zone and accuracy, which nobody fills in.
            out.write(ByteBuffer.allocate(HEADER_BYTES)
                    .putInt(MAGIC_NANOS)
                    .putShort(MAJOR)
                    .putShort(MINOR)
                    .putInt(0)
                    .putInt(0)
                    .putInt(LONGEST_FRAME)
                    .putInt(LINKTYPE_ETHERNET)
                    .array());
        }

        public void write(Frame frame) throws IOException {
            var length = frame.bytes().length;
            out.write(ByteBuffer.allocate(FRAME_HEADER_BYTES)
                    .putInt((int) frame.time().getEpochSecond())
                    .putInt(frame.time().getNano())
                    .putInt(length)
                    .putInt(length)
                    .array());
            out.write(frame.bytes());
        }

        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /// @throws IOException also if the file is not one of Ethernet frames, or ends within a frame
    public static List<Frame> read(Path file) throws IOException {
        var frames = new ArrayList<Frame>();
        read(file, frames);
        return frames;
    }

    /// The frames that are whole of a file whose writer may have been killed within one.
    public static List<Frame> readBegun(Path file) throws IOException {
        var frames = new ArrayList<Frame>();
        try {
            read(file, frames);
        } catch (EOFException e) {
            // Those before it are what there is.
        }
        return frames;
    }

    private static void read(Path file, List<Frame> frames) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            var header = ByteBuffer.wrap(in.readNBytes(HEADER_BYTES));
            if (header.remaining() < HEADER_BYTES) {
                throw new EOFException(file + " is no capture: it is too short");
            }
            var nanosPerPart = nanosPerPart(header, file);
            var order = header.order();
            if (header.getInt(20) != LINKTYPE_ETHERNET) {
                throw new IOException(
                        "%s holds no Ethernet frames but link type %d".formatted(file, header.getInt(20)));
            }
            while (true) {
                var frameHeader = ByteBuffer.wrap(in.readNBytes(FRAME_HEADER_BYTES)).order(order);
                if (frameHeader.remaining() == 0) {
                    return;
                }
                frames.add(frame(frameHeader, in, nanosPerPart, file));
            }
        }
    }

    /// Sets the byte order that the first four bytes show, and says how long the part of a second is.
    private static int nanosPerPart(ByteBuffer header, Path file) throws IOException {
        for (var order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            switch (header.order(order).getInt(0)) {
                case MAGIC_MICROS -> {
                    return 1000;
                }
                case MAGIC_NANOS -> {
                    return 1;
                }
                default -> {
                }
            }
        }
        throw new IOException(file + " is no capture in libpcap's classic format");
    }

    private static Frame frame(ByteBuffer header, InputStream in, int nanosPerPart, Path file) throws IOException {
        if (header.remaining() < FRAME_HEADER_BYTES) {
            throw new EOFException(file + " ends within a frame");
        }
        var time = Instant.ofEpochSecond(Integer.toUnsignedLong(header.getInt()),
                (long) header.getInt() * nanosPerPart);
        var length = header.getInt();
        if (length < 0 || length > LONGEST_FRAME) {
            throw new IOException("%s holds a frame of %d bytes".formatted(file, Integer.toUnsignedLong(length)));
        }
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException(file + " ends within a frame");
        }
        return new Frame(time, bytes);
    }
}
