package workbook.engine;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.tools.SimpleJavaFileObject;

/// A source file as the compiler reads it, and as a report shows it.
final class SourceText extends SimpleJavaFileObject {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final Path path;
    private final String binaryName;
    private Optional<Fault> fault = Optional.empty();
    private Optional<String> text = Optional.empty();

    /// @param binaryName of the class that must be in it
    SourceText(Path path, String binaryName) {
        super(uri(path, binaryName), Kind.SOURCE);
        this.path = path;
        this.binaryName = binaryName;
    }

    /// The compiler compares the end of the name with the class it looks for.
    private static URI uri(Path path, String binaryName) {
        var file = path.toAbsolutePath().toUri();
        return file.getPath().endsWith(binaryName.replace('.', '/') + ".java")
                ? file
                : URI.create("answer:///" + binaryName.replace('.', '/') + ".java");
    }

    Path path() {
        return path;
    }

    String binaryName() {
        return binaryName;
    }

    /// What makes it unreadable, once it has been read.
    Optional<Fault> fault() {
        return fault;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
        if (text.isEmpty()) {
            text = Optional.of(read());
        }
        return text.get();
    }

    private String read() throws IOException {
        var bytes = Files.readAllBytes(path);
        try {
            if (bytes.length >= 3 && Arrays.equals(bytes, 0, 3, BYTE_ORDER_MARK, 0, 3)) {
                fault = Optional
                        .of(new Fault(1, "begins with a byte order mark", "save it as UTF-8 without one (BOM)"));
            }
            return String.join("\n", Lines.of(bytes)) + "\n";
        } catch (Lines.NotUtf8 e) {
            fault = Optional.of(new Fault(e.line(), "is not UTF-8 in line " + e.line(), "save it as UTF-8"));
            return "";
        }
    }

    List<String> lines() throws IOException {
        return new ArrayList<>(getCharContent(true).toString().lines().toList());
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
        return kind == Kind.SOURCE && path.getFileName().toString().equals(simpleName + ".java");
    }

    /// @param what  "is not UTF-8 in line 3"
    /// @param remedy an instruction
    record Fault(int line, String what, String remedy) {}
}
