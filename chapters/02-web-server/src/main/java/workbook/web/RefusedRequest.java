package workbook.web;

import java.io.IOException;

/// A request that the server does not accept, and the status that says so.
final class RefusedRequest extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    /// @param status 4xx or 5xx
    /// @param reason for people; the client may get to see it
    RefusedRequest(int status, String reason) {
        super(reason);
        this.status = status;
    }

    int status() {
        return status;
    }
}
