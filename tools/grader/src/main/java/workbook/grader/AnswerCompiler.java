package workbook.grader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import workbook.grader.runner.CompileOrder;
import workbook.grader.runner.CompileReply;
import workbook.grader.sandbox.CompilerProcess;
import workbook.grader.sandbox.Sandbox;

/// Compiles answers, each alone: against the exercise's material, and together with the source of its test, so that a
/// signature that is not the stub's is a compiler's error and not a riddle later on.
final class AnswerCompiler implements AutoCloseable {
    /// A chapter's longest answer takes a tenth of a second.
    private static final Duration LONGEST = Duration.ofSeconds(10);
    /// A compiler that has seen this many goes, with what has gathered in it.
    private static final int MOST_ORDERS = 200;
    private static final int SHOWN = 5;

    private final Sandbox sandbox;
    private final Map<Path, String> shown;
    private final List<String> libraries;
    private Optional<CompilerProcess> process = Optional.empty();

    /// @param sandbox   whose JDK has a compiler
    /// @param shown     what class paths name
    /// @param libraries the part of the class path that is everybody's
    AnswerCompiler(Sandbox sandbox, Map<Path, String> shown, List<String> libraries) {
        this.sandbox = sandbox;
        this.shown = shown;
        this.libraries = libraries;
    }

    /// The compiler as it is, for material.
    CompilerProcess process() throws InfrastructureException, InterruptedException {
        if (process.isPresent() && process.get().orders() >= MOST_ORDERS) {
            discard();
        }
        if (process.isEmpty()) {
            try {
                process = Optional.of(CompilerProcess.start(sandbox, shown));
            } catch (IOException e) {
                throw new InfrastructureException(e.getMessage(), e);
            }
        }
        return process.get();
    }

    List<String> libraries() {
        return libraries;
    }

    Compiled compile(Material material, SortedMap<String, byte[]> sources)
            throws InfrastructureException, InterruptedException {
        for (var file : sources.keySet()) {
            var fault = unreadable(file, sources.get(file));
            if (fault.isPresent()) {
                return new Compiled.No(new Refused(Verdict.COMPILE_ERROR, fault.get()));
            }
        }
        var order = order(material, sources);
        var reply = process().compile(order, LONGEST);
        if (reply.isEmpty()) {
            discard();
            return tooComplex(sources);
        }
        return switch (reply.get().ending()) {
            case GAVE_UP -> {
                discard();
                yield tooComplex(sources);
            }
            case REFUSED -> new Compiled.No(ClassGate.packages(material, sources)
                    .orElseGet(() -> new Refused(Verdict.COMPILE_ERROR, errors(material, reply.get().errors()))));
            case COMPILED -> accepted(material, sources, reply.get().classes());
        };
    }

    private Compiled accepted(Material material, SortedMap<String, byte[]> sources,
            List<CompileReply.Compiled> classes) {
        var own = classes.stream().filter(each -> !each.source().equals(material.testFile())).toList();
        return ClassGate.check(material, List.copyOf(sources.keySet()), own)
                .<Compiled>map(Compiled.No::new)
                .orElseGet(() -> new Compiled.Accepted(Material.entries(own)));
    }

    private CompileOrder order(Material material, SortedMap<String, byte[]> sources) {
        var classPath = new ArrayList<>(material.classPath());
        classPath.addAll(libraries);
        var all = new ArrayList<CompileOrder.Source>();
        sources.forEach((file, text) -> all.add(new CompileOrder.Source(material.packageName() + "/" + file, text)));
        all.add(new CompileOrder.Source(material.testFile(), material.testSource()));
        return new CompileOrder(classPath, all);
    }

    private static Compiled tooComplex(SortedMap<String, byte[]> sources) {
        return new Compiled.No(new Refused(Verdict.COMPILE_ERROR, String.join(", ", sources.keySet())
                + ": too complex for the compiler, which gave up after " + LONGEST.toSeconds()
                + " s or for want of memory; take long expressions apart."));
    }

    private static Optional<String> unreadable(String file, byte[] bytes) {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf) {
            return Optional
                    .of(file + ":1: it begins with a byte order mark (U+FEFF), which Java does not take; save it "
                            + "as UTF-8 without one.");
        }
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        try {
            decoder.decode(in);
            return Optional.empty();
        } catch (CharacterCodingException e) {
            var line = 1;
            for (var i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            return Optional.of(file + ":" + line + ": this line is not UTF-8; save the file as UTF-8.");
        }
    }

    /// The student's own errors first; an error in the test alone means that the answer is not what the test calls.
    private static String errors(Material material, List<CompileReply.Fault> errors) {
        var own = errors.stream().filter(each -> !each.source().equals(material.testFile())).toList();
        var lines = new ArrayList<String>();
        if (own.isEmpty()) {
            lines.add("It does not have what the exercise's test calls; keep the stub's signatures.");
        }
        var shown = own.isEmpty() ? errors : own;
        shown.stream().limit(SHOWN).map(AnswerCompiler::line).forEach(lines::add);
        if (shown.size() > SHOWN) {
            lines.add("… and " + (shown.size() - SHOWN) + " more.");
        }
        return String.join("\n", lines);
    }

    private static String line(CompileReply.Fault fault) {
        var file = fault.source().substring(fault.source().lastIndexOf('/') + 1);
        return (file.isEmpty() ? "" : file + ":" + fault.line() + ": ") + fault.text();
    }

    private void discard() {
        process.ifPresent(CompilerProcess::close);
        process = Optional.empty();
    }

    @Override
    public void close() {
        discard();
    }
}
