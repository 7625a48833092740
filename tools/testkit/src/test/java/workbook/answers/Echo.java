package workbook.answers;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import workbook.testkit.Answer;

/// A server that says everything back, one client after the other, and programs that do less.
public final class Echo {
    private Echo() {}

    static void serve(String... arguments) throws IOException {
        try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Answer.closes(listener);
            if (arguments.length > 0) {
                System.out.println(arguments[0] + " on port " + listener.getLocalPort());
            } else {
                Answer.listensOn(listener.getLocalPort());
            }
            while (true) {
                try (var socket = listener.accept()) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                }
            }
        } catch (SocketException e) {
            // Closed by whoever started us.
        }
    }

    static int prints(String... arguments) {
        System.out.print(String.join(" ", arguments));
        return 3;
    }

    static void fails(String... arguments) {
        throw new IllegalStateException("on purpose: " + arguments.length);
    }

    static void isAStub(String... arguments) {
        throw todo("serve one client");
    }
}
