package workbook.grader.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/// The compiler in its sandbox: it compiles one order after the other until its socket ends.
///
/// Nothing that it compiles is run, annotation processors included; the classes go back as bytes.
public final class CompilerMain {
    private static final List<String> OPTIONS = List.of("-proc:none", "-implicit:none", "--release", "25", "-g",
            "-parameters", "-Xlint:none", "-nowarn", "-Xmaxerrs", "20", "-XDuseUnsharedTable");
    private static final int LONGEST_TEXT = 2_000;

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager manager = compiler.getStandardFileManager(null, Locale.ENGLISH, UTF_8);

    private CompilerMain() {}

    public static void main(String... arguments) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(RunnerMain.SOCKET));
        try (var in = new DataInputStream(Channels.newInputStream(channel));
                var out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)))) {
            var self = new CompilerMain();
            while (true) {
                self.compile(CompileOrder.read(in)).write(out);
                out.flush();
            }
        } catch (EOFException e) {
            // The grader needs it no more.
        }
    }

    private CompileReply compile(CompileOrder order) throws IOException {
        manager.setLocationFromPaths(StandardLocation.CLASS_PATH, order.classPath().stream().map(Path::of).toList());
        var texts = order.sources().stream().map(Text::new).toList();
        var found = new DiagnosticCollector<JavaFileObject>();
        try (var files = new Files(manager)) {
            var isCompiled = compiler.getTask(Writer.nullWriter(), files, found, OPTIONS, null, texts).call();
            return isCompiled
                    ? new CompileReply(CompileReply.Ending.COMPILED, List.of(), files.classes())
                    : new CompileReply(ending(found), errors(found), List.of());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return new CompileReply(CompileReply.Ending.GAVE_UP, List.of(), List.of());
        }
    }

    /// A compiler that has overflowed its stack says so elsewhere, and finds no error in the source.
    private static CompileReply.Ending ending(DiagnosticCollector<JavaFileObject> found) {
        return found.getDiagnostics().isEmpty() ? CompileReply.Ending.GAVE_UP : CompileReply.Ending.REFUSED;
    }

    private static List<CompileReply.Fault> errors(DiagnosticCollector<JavaFileObject> found) {
        var errors = new ArrayList<CompileReply.Fault>();
        for (var each : found.getDiagnostics()) {
            if (each.getKind() == Diagnostic.Kind.ERROR) {
                var text = each.getMessage(Locale.ENGLISH);
                errors.add(new CompileReply.Fault(each.getSource() instanceof Text source ? source.name : "",
                        Math.max(0, each.getLineNumber()),
                        text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text));
            }
        }
        return errors;
    }

    /// A source of the order.
    private static final class Text extends SimpleJavaFileObject {
        private final String name;
        private final byte[] bytes;

        Text(CompileOrder.Source source) {
            super(URI.create("order:///" + source.name()), Kind.SOURCE);
            this.name = source.name();
            this.bytes = source.text();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return new String(bytes, UTF_8);
        }
    }

    /// Keeps the classes in memory.
    private static final class Files extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();
        private final Map<String, String> sources = new LinkedHashMap<>();

        Files(JavaFileManager below) {
            super(below);
        }

        List<CompileReply.Compiled> classes() {
            return written.entrySet()
                    .stream()
                    .map(each -> new CompileReply.Compiled(sources.get(each.getKey()), each.getKey(),
                            each.getValue().toByteArray()))
                    .toList();
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind,
                FileObject sibling) {
            var name = className.replace('.', '/');
            sources.put(name, sibling instanceof Text text ? text.name : "");
            return new SimpleJavaFileObject(URI.create("class:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    var bytes = new ByteArrayOutputStream();
                    written.put(name, bytes);
                    return bytes;
                }
            };
        }

        /// The manager below serves the next order, too.
        @Override
        public void close() {
            written.clear();
        }
    }
}
