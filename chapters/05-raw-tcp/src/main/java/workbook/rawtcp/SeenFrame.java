package workbook.rawtcp;

/// A frame as a packet socket hands it out (packet(7)).
///
/// @param isOutgoing whether it was seen on its way out of this machine, and not on its way in
/// @param bytes      from the Ethernet header on
record SeenFrame(boolean isOutgoing, byte[] bytes) {}
