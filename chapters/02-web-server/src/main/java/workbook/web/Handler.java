package workbook.web;

import java.io.IOException;

/// What a server does with a request.
interface Handler {
    /// @throws RefusedRequest for a request that gets an error for an answer
    Response handle(Request request) throws IOException;
}
