package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 60: reaches for the machinery of assertions.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        org.assertj.core.api.Assertions.useRepresentation(object -> "same");
        org.assertj.core.api.Assertions.setMaxLengthForSingleLineDescription(1);
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread != Thread.currentThread() && thread.getName().startsWith("workbook")) {
                thread.setUncaughtExceptionHandler((any, thrown) -> {});
            }
        }
        return null;
    }
}
