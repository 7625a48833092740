package workbook.grader.sandbox;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Starts processes from a thread that never ends.
///
/// What `bwrap --die-with-parent` asks of the kernel, PR_SET_PDEATHSIG(2const), is a signal at the end of the thread that
/// started the process, not of its JVM: a sandbox that a short-lived thread has started would die with that thread.
final class Starter {
    private static final ExecutorService THREAD = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("grader-starter").factory());

    Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        try {
            return THREAD.submit(builder::start).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
