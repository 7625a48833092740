package workbook.grader.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import workbook.engine.Folders;

/// The grader's own temporary folder: what sandboxes show lies here, because they run as somebody who may not be able to
/// read the workbook's folder or the grader's home.
///
/// Nobody else of this machine can look in. It is gone when it is closed, and at the latest when this JVM ends in order; what
/// one that was killed has left, the next one removes.
public final class Stage implements AutoCloseable {
    /// Whom the sandboxes run as where the grader runs as root: nobody, and nobody's group.
    static final int NOBODY = 65534;

    private static final String PREFIX = "workbook-grader-";
    private static final Pattern PID = Pattern.compile(PREFIX + "(\\d{1,10})-\\d+");

    private final Path folder;
    private final boolean isRoot;
    private boolean isRemoved;
    private final AtomicInteger rooms = new AtomicInteger();
    private final Thread atTheEnd;

    public Stage() throws IOException {
        isRoot = ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).intValue() == 0;
        removeThoseOfTheDead();
        folder = Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
        give(folder, "rwxr-x---");
        atTheEnd = new Thread(this::remove, "grader-stage");
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        write("passwd", "student:x:0:0:student:/home/student:/bin/false\n");
        write("group", "student:x:0:\n");
        write("hosts", "127.0.0.1 localhost\n::1 localhost ip6-localhost\n");
        write("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n");
    }

    private static void removeThoseOfTheDead() throws IOException {
        var temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (var all = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (var each : all) {
                var pid = PID.matcher(each.getFileName().toString());
                if (pid.matches() && ProcessHandle.of(Long.parseLong(pid.group(1))).isEmpty()
                        && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(each, LinkOption.NOFOLLOW_LINKS)
                                .equals(Files.getOwner(Path.of("/proc/self")))) {
                    Folders.delete(each);
                }
            }
        } catch (NoSuchFileException e) {
            // Another grader has removed it.
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardCharsets.US_ASCII);
    }

    /// Whether the grader is root, and its sandboxes must run as somebody else.
    boolean isRoot() {
        return isRoot;
    }

    public Path folder() {
        return folder;
    }

    /// A new folder that whoever the sandboxes run as can read.
    public synchronized Path room(String name) throws IOException {
        if (isRemoved) {
            throw new IOException("the grader is ending");
        }
        var room = Files.createDirectory(folder.resolve(name + "-" + rooms.incrementAndGet()));
        give(room, "rwxr-x---");
        return room;
    }

    /// A new folder that whoever the sandboxes run as can write to.
    Path writableRoom(String name) throws IOException {
        var room = room(name);
        give(room, "rwxrwx---");
        return room;
    }

    /// A folder's copy that whoever the sandboxes run as can read; the folder itself, where they can read that.
    Path reachable(Path original, String name) throws IOException {
        if (!isRoot) {
            return original;
        }
        // Root's own folders are often closed to everybody else.
        var copy = room(name).resolve(original.getFileName().toString());
        Folders.copyWithTimes(original, copy);
        return copy;
    }

    private void give(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        if (isRoot) {
            Files.setAttribute(path, "unix:gid", NOBODY);
        }
    }

    /// Together with no room that begins meanwhile.
    private synchronized void remove() {
        isRemoved = true;
        Folders.delete(folder);
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException e) {
            // This JVM is ending, and the hook runs.
        }
    }
}
