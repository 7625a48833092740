package workbook.grader.runner;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Bytes and counts on the wire between grader and compiler, each no larger than it may be.
final class Frames {
    private static final int LONGEST = 16 << 20;

    private Frames() {}

    static void write(DataOutput out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] read(DataInput in) throws IOException {
        var bytes = new byte[count(in, LONGEST)];
        in.readFully(bytes);
        return bytes;
    }

    static int count(DataInput in, int most) throws IOException {
        var count = in.readInt();
        if (count < 0 || count > most) {
            throw new IOException(count + " were announced, and at most " + most + " make sense");
        }
        return count;
    }
}
