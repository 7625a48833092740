package workbook.socketserver;

import java.nio.channels.DatagramChannel;

/// What a request is to [UDPServer]: the bytes of one datagram, and the server's socket, through which one answers.
///
/// @param data at most as many as the server's largest packet; what was longer has been cut
record Datagram(byte[] data, DatagramChannel socket) {}
