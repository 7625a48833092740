package workbook.socketserver;

import java.net.SocketAddress;

/// Makes the handler of one request: a constructor's reference, most of the time.
@FunctionalInterface
interface HandlerFactory<R> {
    BaseRequestHandler<R> create(R request, SocketAddress clientAddress, BaseServer<R> server) throws Exception;
}
