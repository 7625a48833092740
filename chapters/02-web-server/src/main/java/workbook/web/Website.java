package workbook.web;

import java.io.IOException;
import java.nio.file.Path;
import workbook.kit.Connection;

/// This chapter's server without its listener: for other chapters, which bring connections of their own.
public final class Website {
    private Website() {}

    /// Has the whole conversation with one client, request after request, about the files of a folder.
    ///
    /// @param connection which is closed when this returns, or throws
    public static void serve(Connection connection, Path root) throws IOException {
        WebServer.conversation(Limits.DEFAULT, new Site(root)).serve(connection);
    }
}
