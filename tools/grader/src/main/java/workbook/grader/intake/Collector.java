package workbook.grader.intake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Takes from a submission the files that stand in a stub's place or beside one, and counts the others.
final class Collector implements EntryVisitor {
    private static final Pattern ARCHIVE = Pattern.compile("(?i).*\\.(zip|tar|tgz|gz|bz2|xz|7z|rar)");

    private final AllowedPaths allowed;
    private final PathCheck check = new PathCheck();
    private final Map<Path, byte[]> files = new TreeMap<>();
    private final Map<Path, String> paths = new HashMap<>();
    private final Map<Path, String> refused = new TreeMap<>();
    private final Map<String, String> elsewhere = new TreeMap<>();
    private final Map<Path, byte[]> beside = new TreeMap<>();
    private final Map<String, String> archives = new TreeMap<>();
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
        var other = allowed.findBeside(parts);
        if (stub.isPresent()) {
            take(stub.get(), shown, content);
        } else if (other.isPresent() && beside.size() < Caps.BESIDE) {
            var bytes = content.bytes(Caps.FILE);
            if (bytes.length <= Caps.FILE) {
                beside.putIfAbsent(other.get(), bytes);
            }
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
        if (ARCHIVE.matcher(parts.getLast()).matches()) {
            archives.put(String.join("/", parts), shown);
        }
    }

    private boolean isEmpty() {
        return files.isEmpty() && refused.isEmpty();
    }

    /// The path of an archive that is all there is to look at.
    Optional<String> onlyArchive() {
        return isEmpty() && archives.size() == 1 ? archives.keySet().stream().findFirst() : Optional.empty();
    }

    /// @throws NotTaken if all it has are more archives
    Submission submission(String student) throws NotTaken {
        if (isEmpty() && archives.size() == 1) {
            throw new NotTaken("it holds another archive, " + archives.values().iterator().next()
                    + ", and no answer: hand in what is in that");
        }
        if (isEmpty() && archives.size() > 1) {
            throw new NotTaken("it holds " + String.join(" and ", archives.values().stream().limit(2).toList())
                    + (archives.size() > 2 ? " and more archives" : "") + ", and no answer: keep the one that counts");
        }
        return new Submission(student, Optional.empty(), files, beside, refused, elsewhere, ignored);
    }
}
