package workbook.cli.watch;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;

/// The ways in which editors and other programs write a file.
enum SaveStyle {
    /// VS Code, nano.
    IN_PLACE {
        @Override
        void save(Path file, byte[] contents, Moments moments) throws IOException {
            Files.write(file, contents, WRITE, TRUNCATE_EXISTING);
        }
    },
    IN_PIECES {
        @Override
        void save(Path file, byte[] contents, Moments moments) throws IOException {
            Files.write(file, new byte[0], WRITE, TRUNCATE_EXISTING);
            var from = 0;
            while (from < contents.length) {
                moments.pass(25);
                var to = Math.min(from + 1 + moments.below(contents.length), contents.length);
                Files.write(file, Arrays.copyOfRange(contents, from, to), APPEND);
                from = to;
            }
        }
    },
    /// vim as it comes.
    RENAMED_AWAY {
        @Override
        void save(Path file, byte[] contents, Moments moments) throws IOException {
            var backup = beside(file, "~");
            Files.move(file, backup, REPLACE_EXISTING, ATOMIC_MOVE);
            moments.pass(5);
            Files.write(file, contents, CREATE_NEW, WRITE);
            moments.pass(5);
            Files.delete(backup);
        }
    },
    /// vim with `backupcopy=yes`.
    COPIED_AWAY {
        @Override
        void save(Path file, byte[] contents, Moments moments) throws IOException {
            var backup = Files.copy(file, beside(file, "~"), REPLACE_EXISTING, COPY_ATTRIBUTES);
            moments.pass(5);
            Files.write(file, contents, WRITE, TRUNCATE_EXISTING);
            Files.delete(backup);
        }
    },
    /// IntelliJ's safe write.
    OLD_AND_NEW_RENAMED {
        @Override
        void save(Path file, byte[] contents, Moments moments) throws IOException {
            var fresh = Files.write(beside(file, "___jb_tmp___"), contents);
            var old = beside(file, "___jb_old___");
            moments.pass(5);
            Files.move(file, old, REPLACE_EXISTING, ATOMIC_MOVE);
            moments.pass(5);
            Files.move(fresh, file, ATOMIC_MOVE);
            Files.delete(old);
        }
    },
    /// Emacs: a lock that is a link to nowhere, its own copy, a backup that stays.
    LOCKED_AND_RENAMED_AWAY {
        @Override
        void save(Path file, byte[] contents, Moments moments) throws IOException {
            var lock = Files.createSymbolicLink(file.resolveSibling(".#" + file.getFileName()), Path.of("me@here.1"));
            var own = Files.write(file.resolveSibling("#" + file.getFileName() + "#"), contents);
            Files.move(file, beside(file, "~"), REPLACE_EXISTING, ATOMIC_MOVE);
            moments.pass(5);
            Files.write(file, contents, CREATE_NEW, WRITE);
            Files.delete(own);
            Files.delete(lock);
        }
    },
    /// `sed -i`, and every careful program.
    RENAMED_INTO_PLACE {
        @Override
        void save(Path file, byte[] contents, Moments moments) throws IOException {
            var fresh = Files.write(file.resolveSibling("sed" + moments.below(1000)), contents);
            moments.pass(10);
            Files.move(fresh, file, REPLACE_EXISTING, ATOMIC_MOVE);
        }
    },
    /// `git checkout`.
    DELETED_AND_MADE {
        @Override
        void save(Path file, byte[] contents, Moments moments) throws IOException {
            Files.delete(file);
            moments.pass(40);
            Files.write(file, contents, CREATE_NEW, WRITE);
        }
    },
    SAME_TIME_AND_SIZE {
        @Override
        void save(Path file, byte[] contents, Moments moments) throws IOException {
            var time = Files.getLastModifiedTime(file);
            Files.write(file, Arrays.copyOf(contents, Math.toIntExact(Files.size(file))), WRITE, TRUNCATE_EXISTING);
            Files.setLastModifiedTime(file, time);
        }
    },
    TIME_GOES_BACK {
        @Override
        void save(Path file, byte[] contents, Moments moments) throws IOException {
            var time = Files.getLastModifiedTime(file).toInstant().minus(Duration.ofHours(1));
            Files.write(file, contents, WRITE, TRUNCATE_EXISTING);
            Files.setLastModifiedTime(file, FileTime.from(time));
        }
    },
    /// Written, and taken back at once.
    UNDONE {
        @Override
        void save(Path file, byte[] contents, Moments moments) throws IOException {
            var before = Files.readAllBytes(file);
            Files.write(file, contents, WRITE, TRUNCATE_EXISTING);
            moments.pass(60);
            Files.write(file, before, WRITE, TRUNCATE_EXISTING);
        }
    },
    FOLDER_REPLACED {
        @Override
        void save(Path file, byte[] contents, Moments moments) throws IOException {
            Trees.replace(file.getParent(), file, contents, moments);
        }
    },
    /// The followed folder itself, two above the package.
    ALL_FOLDERS_REPLACED {
        @Override
        void save(Path file, byte[] contents, Moments moments) throws IOException {
            Trees.replace(file.getParent().getParent().getParent(), file, contents, moments);
        }
    },
    FILE_BECOMES_LINK {
        @Override
        void save(Path file, byte[] contents, Moments moments) throws IOException {
            var target = Files.write(Trees.elsewhere(file).resolve(file.getFileName()), contents);
            var link = Files.createSymbolicLink(beside(file, ".link"), target);
            Files.move(link, file, REPLACE_EXISTING, ATOMIC_MOVE);
        }
    },
    FOLDER_BECOMES_LINK {
        @Override
        void save(Path file, byte[] contents, Moments moments) throws IOException {
            var folder = file.getParent();
            if (!Files.isSymbolicLink(folder)) {
                var target = Trees.elsewhere(file).resolve("moved");
                Files.move(folder, target);
                Files.createSymbolicLink(folder, target);
            }
            Files.write(file, contents, WRITE, TRUNCATE_EXISTING);
        }
    };

    abstract void save(Path file, byte[] contents, Moments moments) throws IOException;

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
