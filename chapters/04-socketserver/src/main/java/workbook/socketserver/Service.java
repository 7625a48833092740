package workbook.socketserver;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import workbook.chat.Conversations;
import workbook.kit.Connection;
import workbook.web.Website;

/// What a client of the program gets, whichever server brings it.
interface Service extends AutoCloseable {
    List<String> NAMES = List.of("web", "chat", "echo");

    /// Has the whole conversation with one client.
    void serve(Connection connection) throws IOException;

    /// Ends the conversations that know an end.
    @Override
    default void close() throws IOException {}

    /// @param name one of [#NAMES]
    /// @param root whose files `web` serves
    /// @param out is told who joins and leaves the `chat`
    static Service of(String name, Path root, PrintStream out) throws IOException {
        return switch (name) {
            case "web" -> connection -> Website.serve(connection, root);
            case "chat" -> new Chat(Conversations.open(out));
            default -> connection -> connection.in().transferTo(connection.out());
        };
    }

    /// One room for all whom this process serves.
    record Chat(Conversations room) implements Service {
        @Override
        public void serve(Connection connection) throws IOException {
            room.converse(connection);
        }

        @Override
        public void close() throws IOException {
            room.close();
        }
    }
}
