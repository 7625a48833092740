package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// Serves one client in a process of its own. What that process has to know, it finds in its system properties.
final class InChild extends StreamRequestHandler {
    /// The name of the service.
    static final String SERVICE = "workbook.socketserver.service";
    static final String ROOT = "workbook.socketserver.root";

    InChild(SocketChannel request, SocketAddress clientAddress, BaseServer<SocketChannel> server) {
        super(request, clientAddress, server);
    }

    @Override
    protected void handle() throws IOException {
        try (var service = Service.of(System.getProperty(SERVICE), Path.of(System.getProperty(ROOT)), System.out)) {
            new Visits(service).serve(connection());
        }
    }
}
