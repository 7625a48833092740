package workbook.grader.sandbox;

import java.util.List;

/// What the processes of one sandbox may use, see getrlimit(2).
///
/// @param processes    processes and threads, all of the sandbox's together
/// @param fileBytes    the size of one file
/// @param files        open descriptors of one process
/// @param cpuSeconds   processor time of one process
/// @param addressBytes address space of one process: heap, code, stacks, and what is only reserved
public record Limits(int processes, long fileBytes, int files, int cpuSeconds, long addressBytes) {
    /// For a JVM of 256 MB that runs tests. HotSpot dies in mid-run below 900 MB of address space, and one of its own
    /// threads that cannot start ends the JVM, so there is room for both.
    public static final Limits OF_TESTS = new Limits(400, 64L << 20, 1024, 60, 3L << 30);
    /// For a JVM that compiles all answers of a slot.
    public static final Limits OF_COMPILER = new Limits(200, 64L << 20, 1024, 3600, 3L << 30);

    /// prlimit(1)'s options: soft and hard limits are the same. No core is ever written.
    List<String> options() {
        return List.of("--nproc=" + same(processes), "--fsize=" + same(fileBytes), "--nofile=" + same(files),
                "--cpu=" + same(cpuSeconds), "--as=" + same(addressBytes), "--core=0:0");
    }

    private static String same(long limit) {
        return limit + ":" + limit;
    }
}
