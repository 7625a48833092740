package workbook.sockets;

import java.io.IOException;
import java.net.Socket;

/// What an attempt to connect ended in.
sealed interface Outcome {
    /// Somebody listens there, and the connection is made. The socket belongs to the caller, who has to close it.
    record Connected(Socket socket) implements Outcome {}

    /// The machine is there and said no: nobody listens on this port.
    record Refused() implements Outcome {}

    /// Nobody has answered within the limit, neither with yes nor with no.
    record TimedOut() implements Outcome {}

    /// The name stands for no address, so nobody was called.
    record Unresolved() implements Outcome {}

    /// Something else stood in the way: no route to the address, for example.
    record Other(IOException cause) implements Outcome {}
}
