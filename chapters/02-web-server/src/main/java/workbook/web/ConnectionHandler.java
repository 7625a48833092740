package workbook.web;

import java.io.IOException;
import workbook.kit.Connection;

/// Has the whole conversation with one client. Who calls it closes the connection.
interface ConnectionHandler {
    void serve(Connection connection) throws IOException;
}
