package workbook.rawtcp;

import java.net.Inet4Address;

/// A connection's two ends, as one of them sees it: what makes it this one and no other (RFC 9293, 3.3.1).
record Ends(Inet4Address local, int localPort, Inet4Address remote, int remotePort) {
    /// As whoever receives this segment sees it.
    static Ends ofReceived(Segment segment) {
        return new Ends(segment.destination(), segment.header().destinationPort(), segment.source(),
                segment.header().sourcePort());
    }

    /// As the other one sees it.
    Ends turned() {
        return new Ends(remote, remotePort, local, localPort);
    }

    /// What this end sends to the other.
    Segment segment(int sequence, int acknowledgment, int control, int window, byte[] options, byte[] data) {
        return new Segment(local, remote,
                new TcpHeader(localPort, remotePort, sequence, acknowledgment, control, window, 0, 0, options), data);
    }
}
