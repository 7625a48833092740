package workbook.grader.intake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Refuses submissions with paths that no honest program writes, and those that two systems would read as two things.
final class PathCheck {
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
    private static final Pattern RESERVED = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

    private final Map<String, String> seen = new HashMap<>();

    /// The parts of a path, `.` and empty ones left out.
    ///
    /// @throws NotTaken if it leads anywhere but down
    List<String> parts(String path) throws NotTaken {
        var shown = "'" + Names.shown(path) + "'";
        if (path.length() > Caps.PATH) {
            throw new NotTaken("the path " + shown + " is longer than " + Caps.PATH + " characters");
        }
        if (path.indexOf('\\') >= 0) {
            throw new NotTaken("the path " + shown + " has a backslash: pack it with a program that writes slashes");
        }
        if (path.startsWith("/") || DRIVE.matcher(path).matches()) {
            throw new NotTaken("the path " + shown + " is absolute: pack the folder, not the disk");
        }
        if (path.codePoints().anyMatch(Names::isTreacherous)) {
            throw new NotTaken("the path " + shown + " has a character that is not seen: rename the file");
        }
        var parts = List.of(path.split("/")).stream().filter(part -> !part.isEmpty() && !part.equals(".")).toList();
        if (parts.contains("..")) {
            throw new NotTaken("the path " + shown + " leads out of the submission");
        }
        return parts;
    }

    /// Whether builds, editors or the system left this behind; nothing below it is looked at.
    static boolean isAside(List<String> parts) {
        return parts.stream()
                .anyMatch(part -> part.startsWith(".") || part.equals("target") || part.equals("__MACOSX"));
    }

    /// @throws NotTaken if some system has no room for a file of this name, or takes it for one that was there before
    void confirmFile(List<String> parts) throws NotTaken {
        var path = String.join("/", parts);
        for (var part : parts) {
            if (RESERVED.matcher(part).matches() || part.endsWith(".") || part.endsWith(" ")) {
                throw new NotTaken("the name '" + Names.shown(part)
                        + "' cannot be a file's on every system: rename the file");
            }
        }
        var twin = Optional.ofNullable(seen.putIfAbsent(Names.folded(path), path));
        if (twin.isPresent()) {
            throw new NotTaken(twin.get().equals(path)
                    ? "'" + Names.shown(path) + "' is in it twice"
                    : "'" + Names.shown(twin.get()) + "' and '" + Names.shown(path)
                            + "' are one file to some systems: keep one of them");
        }
    }
}
