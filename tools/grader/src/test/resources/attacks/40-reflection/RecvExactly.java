package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 40: reflection into JUnit, the testkit and the runner.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var reached = new StringBuilder();
        for (var name : new String[]{"workbook.grader.runner.RunnerMain", "workbook.engine.worker.Worker", "workbook.grader.runner.Seal", "workbook.testkit.TestScope", "org.junit.jupiter.engine.JupiterTestEngine"}) {
            try {
                var type = Class.forName(name);
                for (var field : type.getDeclaredFields()) {
                    field.setAccessible(true);
                    reached.append(field.getName()).append(' ');
                }
                for (var method : type.getDeclaredMethods()) {
                    method.setAccessible(true);
                    reached.append(method.getName()).append(' ');
                }
            } catch (ClassNotFoundException | RuntimeException e) {
                // Kept out.
            }
        }
        throw new IOException("reached [" + reached + "]");
    }
}
