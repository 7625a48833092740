package workbook.grader.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What came of a [CompileOrder].
///
/// @param ending  how it ended
/// @param errors  the compiler's, in its order
/// @param classes none unless it compiled
public record CompileReply(Ending ending, List<Fault> errors, List<Compiled> classes) {
    private static final int MOST = 40_000;

    public enum Ending {
        COMPILED, REFUSED,
        /// The compiler itself had enough: its stack or its memory.
        GAVE_UP
    }

    /// @param source as the order names it, or empty
    /// @param line   from 1, or 0
    public record Fault(String source, long line, String text) {}

    /// @param source that it was compiled from, as the order names it
    /// @param name   `workbook/sockets/RecvExactly$1`
    public record Compiled(String source, String name, byte[] bytes) {}

    void write(DataOutput out) throws IOException {
        out.writeByte(ending.ordinal());
        out.writeInt(errors.size());
        for (var error : errors) {
            out.writeUTF(error.source());
            out.writeLong(error.line());
            Frames.write(out, error.text().getBytes(UTF_8));
        }
        out.writeInt(classes.size());
        for (var each : classes) {
            out.writeUTF(each.source());
            out.writeUTF(each.name());
            Frames.write(out, each.bytes());
        }
    }

    public static CompileReply read(DataInput in) throws IOException {
        var ending = in.readByte();
        if (ending < 0 || ending >= Ending.values().length) {
            throw new IOException("an ending of kind " + ending);
        }
        var errors = new ArrayList<Fault>();
        for (var count = Frames.count(in, MOST); count > 0; count--) {
            errors.add(new Fault(in.readUTF(), in.readLong(), new String(Frames.read(in), UTF_8)));
        }
        var classes = new ArrayList<Compiled>();
        for (var count = Frames.count(in, MOST); count > 0; count--) {
            classes.add(new Compiled(in.readUTF(), in.readUTF(), Frames.read(in)));
        }
        return new CompileReply(Ending.values()[ending], errors, classes);
    }
}
