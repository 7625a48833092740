package workbook.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStampsTest {
    private static final Stamp ALWAYS = new Stamp(FileTime.fromMillis(0), FileTime.fromMillis(0), Optional.empty(), 9);

    @TempDir
    Path folder;
    private Path file;
    private long now;
    private final FileStamps.Eyes stopped = new FileStamps.Eyes(any -> ALWAYS, () -> now);

    @BeforeEach
    void a_file() throws IOException {
        file = write("Hello.java", "class A {}");
    }

    @Test
    void opens_a_file_again_as_long_as_a_coarse_clock_may_hide_a_save() throws Exception {
        var first = stopped.look(folder, FileStamps.NONE);
        now += FileStamps.COARSEST_STEP;
        write("Hello.java", "class B {}");
        assertThat(stopped.look(folder, first).differingFrom(first)).containsExactly(file);
    }

    @Test
    void leaves_a_file_closed_whose_stamp_is_old_unless_asked() throws Exception {
        var first = stopped.look(folder, FileStamps.NONE);
        now += FileStamps.COARSEST_STEP + 1;
        var trusted = stopped.look(folder, first);
        write("Hello.java", "class C {}");
        assertThat(stopped.look(folder, trusted).differingFrom(trusted)).isEmpty();
        assertThat(stopped.lookInside(folder, trusted).differingFrom(trusted)).containsExactly(file);
    }

    @Test
    void sees_the_other_files_where_one_cannot_be_read() throws Exception {
        Files.createSymbolicLink(folder.resolve("Gone.java"), folder.resolve("nowhere"));
        var eyes = FileStamps.Eyes.SYSTEM;
        var before = eyes.look(folder, FileStamps.NONE);
        write("Hello.java", "class D {}");
        var other = write("Zero.java", "class Zero {}");
        assertThat(eyes.look(folder, before).differingFrom(before)).containsExactlyInAnyOrder(file, other);
    }

    @Test
    void is_not_whole_where_a_file_is_gone_or_was_emptied() throws Exception {
        var eyes = FileStamps.Eyes.SYSTEM;
        var before = eyes.look(folder, FileStamps.NONE);
        write("Hello.java", "");
        assertThat(eyes.look(folder, before).isWholeBeside(before)).isFalse();
        write("Hello.java", "class E {}");
        assertThat(eyes.look(folder, before).isWholeBeside(before)).isTrue();
        Files.delete(file);
        assertThat(eyes.look(folder, before).isWholeBeside(before)).isFalse();
    }

    @Test
    void takes_network_folders_for_silent_and_disks_not() {
        assertThat(new String[]{"nfs4", "CIFS", "9p", "fuse.sshfs", "virtiofs", "drvfs"})
                .allMatch(SilentStores::areOfType);
        assertThat(new String[]{"ext4", "tmpfs", "overlay", "fuseblk", "apfs", "NTFS"})
                .noneMatch(SilentStores::areOfType);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, UTF_8);
    }
}
