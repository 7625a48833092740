package workbook.web.examples;

import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Tasks in virtual threads, one by one and by an executor.
final class Threads {
    private Threads() {}

    public static void main(String[] args) throws InterruptedException {
        // tag::threads[]
        var thread = Thread.ofVirtual().start(() -> System.out.println("one"));
        thread.join();

        var executor = Executors.newVirtualThreadPerTaskExecutor();
        executor.execute(() -> System.out.println("another"));
        executor.shutdown();
        var ended = executor.awaitTermination(2, TimeUnit.SECONDS);
        System.out.println("ended in time: " + ended);
        // end::threads[]
    }
}
