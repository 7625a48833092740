package workbook.sockets;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Turns the name of a host into its addresses.
interface Resolver {
    /// The addresses of a host, the one to be tried first in front.
    ///
    /// @throws UnknownHostException if nobody knows the name; a resolver may also return an empty list
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /// The resolver of this machine, with what Java remembers of earlier answers.
    static Resolver system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
