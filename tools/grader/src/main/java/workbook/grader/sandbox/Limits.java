package workbook.grader.sandbox;

import java.util.List;

/// What the processes of one sandbox may use, see getrlimit(2).
///
/// @param processes    processes and threads, all of the sandbox's together
/// @param fileBytes    the size of one file
/// @param files        open descriptors of one process
/// @param cpuSeconds   processor time of one process
/// @param dataBytes    memory of one process that it may write to: heap, code and stacks. Not its address space, of which
///                     a JVM without options, as an answer may start one, reserves a quarter of the machine's memory
public record Limits(int processes, long fileBytes, int files, int cpuSeconds, long dataBytes) {
    /// For a JVM of 256 MB that runs tests, some with a thread for each of 500 connections, one with a file that is long
    /// and empty: what files take is bounded by the sandbox's file systems.
    public static final Limits OF_TESTS = new Limits(800, 4L << 30, 4096, 60, 1500L << 20);
    /// For a JVM that compiles all answers of a slot.
    public static final Limits OF_COMPILER = new Limits(200, 64L << 20, 1024, 3600, 1500L << 20);

    /// prlimit(1)'s options: soft and hard limits are the same. No core is ever written.
    List<String> options() {
        return List.of("--nproc=" + same(processes), "--fsize=" + same(fileBytes), "--nofile=" + same(files),
                "--cpu=" + same(cpuSeconds), "--data=" + same(dataBytes), "--core=0:0");
    }

    private static String same(long limit) {
        return limit + ":" + limit;
    }
}
