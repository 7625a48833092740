package workbook.grader.runner;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Asks for some sources to be compiled.
///
/// @param classPath as the compiler's sandbox has it
/// @param sources   all that is compiled: nothing else is looked for
public record CompileOrder(List<String> classPath, List<Source> sources) {
    private static final int MOST = 10_000;

    /// @param name `workbook/sockets/RecvExactly.java`
    public record Source(String name, byte[] text) {}

    public void write(DataOutput out) throws IOException {
        out.writeInt(classPath.size());
        for (var path : classPath) {
            out.writeUTF(path);
        }
        out.writeInt(sources.size());
        for (var source : sources) {
            out.writeUTF(source.name());
            Frames.write(out, source.text());
        }
    }

    static CompileOrder read(DataInput in) throws IOException {
        var classPath = new ArrayList<String>();
        for (var count = Frames.count(in, MOST); count > 0; count--) {
            classPath.add(in.readUTF());
        }
        var sources = new ArrayList<Source>();
        for (var count = Frames.count(in, MOST); count > 0; count--) {
            sources.add(new Source(in.readUTF(), Frames.read(in)));
        }
        return new CompileOrder(classPath, sources);
    }
}
