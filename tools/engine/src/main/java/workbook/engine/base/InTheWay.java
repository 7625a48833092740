package workbook.engine.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Something stands where the workbook has to put a file, and is none itself.
public final class InTheWay extends IOException {
    private static final long serialVersionUID = 1;

    private InTheWay(Path place, String what) {
        super(place + " is " + what + ": move it away, and run this again; nothing was changed");
    }

    /// @param path below the root, with slashes
    static void confirmFree(Path root, String path) throws InTheWay {
        var file = root.resolve(path);
        for (var each = file.getParent(); !each.equals(root); each = each.getParent()) {
            if (Files.exists(each, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(each)) {
                throw new InTheWay(root.relativize(each), "a file, where the workbook needs a folder");
            }
        }
        if (Files.isDirectory(file)) {
            throw new InTheWay(root.relativize(file), "a folder, where the workbook needs a file");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new InTheWay(root.relativize(file), "no ordinary file");
        }
    }
}
