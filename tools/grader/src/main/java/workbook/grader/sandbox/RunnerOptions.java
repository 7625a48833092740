package workbook.grader.sandbox;

import java.util.List;

/// How a runner's JVM is set up: limits of its own, which end it in order before the kernel's do without a word, and
/// nothing that lets it, or anybody, look into itself.
public final class RunnerOptions {
    /// What a heap that is full ends the JVM with, `-XX:+ExitOnOutOfMemoryError`.
    public static final int OUT_OF_MEMORY = 3;
    /// The heap, for messages.
    public static final int HEAP_MEGABYTES = 256;

    private RunnerOptions() {}

    public static List<String> list() {
        return List.of("-Xlog:disable", "-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Xmx" + HEAP_MEGABYTES + "m", "-XX:MaxDirectMemorySize=64m", "-XX:MaxMetaspaceSize=96m",
                "-XX:CompressedClassSpaceSize=48m", "-XX:ReservedCodeCacheSize=48m", "-Xss1m", "-Xrs",
                "-XX:+DisableAttachMechanism", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null",
                "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8",
                "-Djava.io.tmpdir=/tmp", "-Duser.language=en", "-Duser.timezone=UTC");
    }
}
