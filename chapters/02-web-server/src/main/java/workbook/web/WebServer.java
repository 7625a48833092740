package workbook.web;

/// The parts of the chapter, put together.
final class WebServer {
    private WebServer() {}

    /// What one client gets: request after request, inside these limits.
    static ConnectionHandler conversation(Limits limits, Handler handler) {
        var guarded = new GuardedHandler(handler, limits);
        return connection -> {
            try (var guardedConnection = new GuardedConnection(connection, limits)) {
                new KeepAlive(limits, RequestBodies::body, guarded).serveConnection(guardedConnection);
            }
        };
    }
}
