package workbook.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Finds a request's body in what the client sends after the head.
interface BodyReader {
    /// @param rest what follows the head; whatever follows the body stays in it
    /// @param out where the client hears that it may go on
    /// @return the body alone; its end is the body's end
    /// @throws RefusedRequest if the head does not say how long the body is, or says it twice
    InputStream body(RequestHead head, InputStream rest, OutputStream out) throws IOException;
}
