package workbook.cli.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/// What the kernel allows this process.
///
/// @param openFiles how many files and sockets it may have open; none where that cannot be told
record Limits(Path root, OptionalLong openFiles) {
    /// A test's JVM has about 30 open before its first socket, and some tests open a hundred.
    private static final long ENOUGH_OPEN_FILES = 256;
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(3);

    /// This JVM's, which takes all that it may have when it starts.
    static OptionalLong ownOpenFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? OptionalLong.of(unix.getMaxFileDescriptorCount())
                : OptionalLong.empty();
    }

    Finding files() {
        if (openFiles.isEmpty()) {
            return Finding.fine("open files", "no limit that could be read");
        }
        var limit = openFiles.getAsLong();
        return limit >= ENOUGH_OPEN_FILES
                ? Finding.fine("open files", "up to " + limit)
                : Finding.gap("open files", "no more than " + limit, "exercises with many sockets end in \"Too many"
                        + " open files\"", "sudo prlimit --pid $$ --nofile=4096");
    }

    static Finding ipv6() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return Finding.fine("IPv6", "::1 port " + socket.getLocalPort() + " can be opened");
        } catch (IOException e) {
            return Finding.note("IPv6", "::1 cannot be opened", "examples with IPv6 addresses do not work here",
                    "sudo sysctl -w net.ipv6.conf.lo.disable_ipv6=0");
        }
    }

    /// Opens what the watch would open.
    Finding watching() {
        try (var service = root.getFileSystem().newWatchService()) {
            root.register(service, StandardWatchEventKinds.ENTRY_MODIFY);
            return Finding.fine("watching", "saves are told at once");
        } catch (IOException e) {
            var isOfFolders = String.valueOf(e.getMessage()).contains("watches");
            return Finding.note("watching", "the kernel tells of no more saves: " + e.getMessage(),
                    "the watch looks for saves by itself, several times a second", isOfFolders
                            ? "sudo sysctl -w fs.inotify.max_user_watches=524288"
                            : "sudo sysctl -w fs.inotify.max_user_instances=512");
        }
    }

    /// A folder of the network bears the time of another machine.
    Finding clock() throws IOException {
        Path file;
        try {
            file = Files.createTempFile(root, ".doctor-", "");
        } catch (IOException e) {
            return Finding.fine("clock", "cannot be compared, as the folder may not be written");
        }
        try {
            var apart = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now()).abs();
            return apart.compareTo(CLOCKS_DIFFER) < 0
                    ? Finding.fine("clock", "the folder's and this machine's agree")
                    : Finding.note("clock", "the folder's and this machine's are " + apart.toSeconds() + " s apart",
                            "the tools may be rebuilt too often, or too late",
                            "set both clocks, or copy the workbook to a disk of this machine");
        } finally {
            Files.delete(file);
        }
    }
}
