package workbook.answers;

import java.io.IOException;
import java.net.ServerSocket;

/// An answer that waits for somebody who never comes.
public final class Waits {
    private Waits() {}

    public static void forEver(ServerSocket listener) throws IOException {
        // Nobody connects; the test's limit has to end this.

        listener.accept();
    }
}
