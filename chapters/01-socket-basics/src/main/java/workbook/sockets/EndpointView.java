package workbook.sockets;

import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.util.Optional;
import java.util.OptionalInt;

/// What can be said about the two ends of a channel at one moment.
///
/// @param family the kind of the addresses: `INET`, `INET6` or `UNIX`; empty while neither end has one
/// @param local  the end on this side, if it has an address
/// @param remote the end on the other side, if there is one and it has an address
/// @param fd     the number of the descriptor, if it can be found out
record EndpointView(Optional<StandardProtocolFamily> family, Optional<SocketAddress> local,
        Optional<SocketAddress> remote, OptionalInt fd) {}
