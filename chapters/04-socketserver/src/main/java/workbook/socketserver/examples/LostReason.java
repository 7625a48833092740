package workbook.socketserver.examples;

import java.io.IOException;

/// Two exceptions on one way out: which one arrives.
final class LostReason {
    private LostReason() {}

    static void handle() throws IOException {
        throw new IOException("handle: no such file");
    }

    static void finish() throws IOException {
        throw new IOException("finish: already closed");
    }

    static void first() throws Exception {
        // tag::finally[]
        try {
            handle();
        } finally {
            finish();
        }
        // end::finally[]
    }

    static void second() throws Exception {
        // tag::resource[]
        try (AutoCloseable end = LostReason::finish) {
            handle();
        }
        // end::resource[]
    }

    private interface Act {
        void run() throws Exception;
    }

    private static void show(String name, Act act) {
        try {
            act.run();
        } catch (Exception e) {
            System.out.println(name + e.getMessage());
            for (var other : e.getSuppressed()) {
                System.out.println("             suppressed: " + other.getMessage());
            }
        }
    }

    public static void main(String[] args) {
        show("try-finally: ", LostReason::first);
        show("resource:    ", LostReason::second);
    }
}
