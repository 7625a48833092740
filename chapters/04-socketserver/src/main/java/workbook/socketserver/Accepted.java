package workbook.socketserver;

import java.net.SocketAddress;

/// A request that has come, and from whom.
record Accepted<R>(R request, SocketAddress clientAddress) {}
