package workbook.cli.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/// File systems that others write to behind this machine's back, so that no notice is to be expected: network folders,
/// and a host's folders in a container, a virtual machine or WSL.
final class SilentStores {
    private static final Set<String> TYPES = Set.of("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afpfs", "webdav",
            "davfs", "afs", "ceph", "lustre", "9p", "drvfs", "virtiofs", "vboxsf", "prl_fs", "vmhgfs", "fakeowner",
            "osxfs", "osxfuse", "macfuse");

    private SilentStores() {}

    static boolean hold(Path folder) {
        try {
            return areOfType(Files.getFileStore(folder).type());
        } catch (IOException | RuntimeException e) {
            return false; // experience will show
        }
    }

    /// What a program serves is named after it, `fuse.sshfs`; `fuseblk` is a disk of this machine.
    static boolean areOfType(String type) {
        var name = type.toLowerCase(Locale.ROOT);
        return TYPES.contains(name) || name.equals("fuse") || name.startsWith("fuse.");
    }
}
