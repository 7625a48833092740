package workbook.cli.watch;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/// A look at a folder's Java files: the stamp and the contents of each.
///
/// A file is opened only if its stamp is new to us, or was when its contents were last read: some file systems count
/// time in steps of two seconds, and a second save within one of them leaves the stamp as it was.
final class FileStamps {
    /// The coarsest clock of a file system has steps of 2 s. Our own clock measures it, as a server's may be wrong.
    static final long COARSEST_STEP = TimeUnit.MILLISECONDS.toNanos(2_200);
    static final FileStamps NONE = new FileStamps();
    private static final long UNREADABLE = -1;

    private final Map<Path, Seen> files = new HashMap<>();
    private final Set<Path> folders = new HashSet<>();

    private record Seen(Stamp stamp, long checksum, long firstSeen, long read) {
        boolean isTrusted() {
            return read - firstSeen > COARSEST_STEP;
        }

        boolean isSameAs(Seen other) {
            return stamp.equals(other.stamp) && checksum == other.checksum;
        }
    }

    /// How to look.
    record Eyes(Stamp.Reader stamps, LongSupplier nanoTime) {
        static final Eyes SYSTEM = new Eyes(Stamp.reader(), System::nanoTime);

        /// Opens only what `before` does not vouch for.
        FileStamps look(Path folder, FileStamps before) {
            return look(folder, before, Seen::isTrusted);
        }

        /// Opens every file.
        FileStamps lookInside(Path folder, FileStamps before) {
            return look(folder, before, seen -> false);
        }

        private FileStamps look(Path folder, FileStamps before, Predicate<Seen> isTrusted) {
            var now = new FileStamps();
            now.walk(folder, file -> now.see(file, before, this, isTrusted));
            return now;
        }
    }

    private void walk(Path top, Consumer<Path> see) {
        try {
            // Folders and files may be links.
            Files.walkFileTree(top, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    folders.add(folder);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (isSource(file)) {
                        see.accept(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                // What was there a moment ago is being replaced; the next look sees what came of it.

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException("the visitor lets no such thing pass", e);
        }
    }

    /// The stamp comes first: what is written between it and the reading changes the next stamp.
    private void see(Path file, FileStamps before, Eyes eyes, Predicate<Seen> isTrusted) {
        try {
            var now = eyes.nanoTime().getAsLong();
            var stamp = eyes.stamps().read(file);
            var last = before.files.get(file);
            var isKnown = last != null && last.stamp().equals(stamp);
            if (isKnown && isTrusted.test(last)) {
                files.put(file, last);
                return;
            }
            var firstSeen = isKnown ? last.firstSeen() : now;
            var checksum = checksum(file);
            files.put(file, new Seen(stamp, checksum, firstSeen, checksum == UNREADABLE ? firstSeen : now));
        } catch (IOException e) {
            // gone
        }
    }

    private static long checksum(Path file) throws NoSuchFileException {
        try {
            var checksum = new CRC32C();
            checksum.update(Files.readAllBytes(file));
            return checksum.getValue();
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            return UNREADABLE; // for now: on some systems while somebody writes it
        }
    }

    /// Editors keep copies of their own beside a file: `.#Hello.java`, `Hello.java~`.
    private static boolean isSource(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(".java") && !name.startsWith(".") && !name.startsWith("#");
    }

    /// The files that are changed, new or gone.
    Set<Path> differingFrom(FileStamps before) {
        var differing = new HashSet<Path>();
        files.forEach((file, seen) -> {
            var last = before.files.get(file);
            if (last == null || !last.isSameAs(seen)) {
                differing.add(file);
            }
        });
        before.files.keySet().stream().filter(file -> !files.containsKey(file)).forEach(differing::add);
        return differing;
    }

    /// Whether nothing that was there is gone or empty now, as a file is for a moment while it is saved.
    boolean isWholeBeside(FileStamps before) {
        return before.files.entrySet().stream().allMatch(entry -> {
            var now = files.get(entry.getKey());
            return now != null && (now.stamp().size() > 0 || entry.getValue().stamp().size() == 0);
        });
    }

    /// Where notices of these files come from: the folders, and those of files that are links to somewhere else.
    Set<Path> folders() {
        var all = new HashSet<>(folders);
        for (var file : files.keySet()) {
            if (Files.isSymbolicLink(file)) {
                try {
                    all.add(file.toRealPath().getParent());
                } catch (IOException e) {
                    // a link to nowhere, by now
                }
            }
        }
        return all;
    }
}
