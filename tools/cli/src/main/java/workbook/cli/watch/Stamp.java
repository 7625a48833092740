package workbook.cli.watch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/// What the file system says of a file without opening it.
///
/// @param modified when its contents were written, or what a program has set in place of that
/// @param changed  when anything of it changed, which no program can set; where there is no such time, `modified` again
/// @param key      its identity, where there is one: another file under the same name has another
record Stamp(FileTime modified, FileTime changed, Optional<Object> key, long size) {

    /// How a stamp is come by.
    interface Reader {
        Stamp read(Path file) throws IOException;
    }

    static Reader reader() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("unix") ? Stamp::unix : Stamp::basic;
    }

    private static Stamp unix(Path file) throws IOException {
        var all = Files.readAttributes(file, "unix:lastModifiedTime,ctime,fileKey,size");
        return new Stamp((FileTime) all.get("lastModifiedTime"), (FileTime) all.get("ctime"),
                Optional.of(all.get("fileKey")), (Long) all.get("size"));
    }

    static Stamp basic(Path file) throws IOException {
        var all = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(all.lastModifiedTime(), all.lastModifiedTime(), Optional.ofNullable(all.fileKey()),
                all.size());
    }
}
