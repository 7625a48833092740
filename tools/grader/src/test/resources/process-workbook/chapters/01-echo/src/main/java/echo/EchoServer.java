package echo;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.ServerSocket;

final class EchoServer {
    private EchoServer() {}

    static void serve(ServerSocket listener) throws IOException {
        throw todo("say it back");
    }
}
