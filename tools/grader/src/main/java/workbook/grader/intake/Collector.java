package workbook.grader.intake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Takes from a submission the files that stand in a stub's place, and counts the others.
final class Collector implements EntryVisitor {
    private static final Pattern ARCHIVE = Pattern.compile("(?i).*\\.(zip|tar|tgz|gz|bz2|xz|7z|rar)");

    private final AllowedPaths allowed;
    private final PathCheck check = new PathCheck();
    private final Map<Path, byte[]> files = new TreeMap<>();
    private final Map<Path, String> paths = new HashMap<>();
    private final Map<Path, String> refused = new TreeMap<>();
    private final Map<String, String> elsewhere = new TreeMap<>();
    private Optional<String> nested = Optional.empty();
    private int ignored;

    Collector(AllowedPaths allowed) {
        this.allowed = allowed;
    }

    @Override
    public void entry(String path, Kind kind, Content content) throws IOException, NotTaken {
        var parts = check.parts(path);
        if (kind == Kind.FOLDER || parts.isEmpty()) {
            return;
        }
        if (PathCheck.isAside(parts)) {
            ignored++;
            return;
        }
        var shown = "'" + Names.shown(String.join("/", parts)) + "'";
        if (kind != Kind.FILE) {
            throw new NotTaken(shown + (kind == Kind.LINK ? " is a link" : " is no file") + ": send the file itself");
        }
        check.confirmFile(parts);
        var stub = allowed.find(parts);
        if (stub.isPresent()) {
            take(stub.get(), shown, content);
        } else {
            ignore(parts, shown);
        }
    }

    private void take(Path stub, String shown, Content content) throws IOException, NotTaken {
        var other = Optional.ofNullable(paths.putIfAbsent(stub, shown));
        if (other.isPresent()) {
            files.remove(stub);
            refused.put(stub, other.get() + " and " + shown + " are both answers to it: keep one of them");
            return;
        }
        var bytes = content.bytes(Caps.FILE);
        if (bytes.length > Caps.FILE) {
            refused.put(stub, shown + " is larger than " + (Caps.FILE >> 10) + " KB, which no answer needs");
        } else {
            files.put(stub, bytes);
        }
    }

    private void ignore(List<String> parts, String shown) {
        ignored++;
        if (allowed.isNameOfStub(parts.getLast())) {
            elsewhere.putIfAbsent(AllowedPaths.name(parts.getLast()), shown);
        }
        if (nested.isEmpty() && ARCHIVE.matcher(parts.getLast()).matches()) {
            nested = Optional.of(shown);
        }
    }

    /// @throws NotTaken if all it has is one more archive
    Submission submission(String student) throws NotTaken {
        if (nested.isPresent() && files.isEmpty() && refused.isEmpty()) {
            throw new NotTaken(
                    "it holds another archive, " + nested.get() + ", and no answer: hand in what is in that");
        }
        return new Submission(student, Optional.empty(), files, refused, elsewhere, ignored);
    }
}
