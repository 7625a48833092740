package workbook.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// The folder that received files are put in.
///
/// The names come from whoever calls, so they are not trusted: nothing is written outside the folder, nothing that is
/// there is overwritten, and a file has its name only when it is whole.
final class Inbox {
    /// File systems take 255 bytes; what is put behind a name needs some of them.
    private static final int LONGEST_NAME = 200;

    private final Path folder;

    /// @throws GivenUp if nothing can be put there
    Inbox(Path folder) throws GivenUp {
        if (!Files.isDirectory(folder)) {
            throw GivenUp.notToBeHad(folder + (Files.exists(folder) ? " is not a folder." : " does not exist; make it first."));
        }
        if (!Files.isWritable(folder)) {
            throw GivenUp.notToBeHad("You may not write in the folder " + folder + ".");
        }
        this.folder = folder;
    }

    /// A file that is being received.
    final class Arriving implements AutoCloseable {
        private final Path part;
        private final OutputStream out;

        private Arriving() throws IOException {
            // Not a temporary file of the JDK's, which nobody but its owner may read.
            part = folder.resolve(".receiving-" + ProcessHandle.current().pid() + ".part");
            out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            // For Ctrl+C, which ends the program wherever it is.
            part.toFile().deleteOnExit();
        }

        void write(byte[] bytes) throws GivenUp {
            try {
                out.write(bytes);
            } catch (IOException e) {
                throw GivenUp.notToBeHad("The file cannot be stored in " + folder + ": " + e.getMessage()
                        + ". Nothing was kept of it.");
            }
        }

        /// Gives the file its name, or one like it that is free.
        ///
        /// @return where it is now
        Path keepAs(String name) throws IOException {
            out.close();
            var place = freePlace(safe(name));
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return place;
        }

        /// What was not kept by now is deleted.
        @Override
        public void close() throws IOException {
            try (out) {
                Files.deleteIfExists(part);
            }
        }
    }

    Arriving open() throws GivenUp {
        try {
            return new Arriving();
        } catch (IOException e) {
            throw GivenUp.notToBeHad("No file can be made in " + folder + ": " + e.getMessage() + ".");
        }
    }

    /// An empty file of this name or, where that is taken, of `name-2`, `name-3` and so on: made here, so that it is
    /// nobody else's.
    private Path freePlace(String name) throws IOException {
        var dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        for (var nth = 1;; nth++) {
            var place = folder.resolve(name.substring(0, dot) + (nth == 1 ? "" : "-" + nth) + name.substring(dot));
            try {
                return Files.createFile(place);
            } catch (FileAlreadyExistsException e) {
                // The next one.
            }
        }
    }

    /// A name without a way to other folders, without characters that steer a terminal, and not a hidden one.
    static String safe(String name) {
        var last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        var plain = last.replaceAll("[\\p{Cntrl}\\p{Cf}<>:\"|?*]", "_").replaceFirst("^\\.+", "_").strip();
        while (plain.getBytes(UTF_8).length > LONGEST_NAME) {
            plain = plain.substring(plain.offsetByCodePoints(0, 1));
        }
        return plain.isEmpty() ? "file" : plain;
    }
}
