package workbook.rawtcp;

import static workbook.kit.Todo.todo;

import java.util.List;

/// Reads what others say to each other.
final class Sniffer {
    static final int ETHERNET_BYTES = 14;
    /// The EtherType of IPv4, in bytes 12 and 13 of a frame.
    static final int ETHERTYPE_IPV4 = 0x0800;

    private Sniffer() {}

    /// The TCP segments in these frames of `lo`, in their order. Left out is, without a word:
    ///
    ///   - a frame on its way out: the same one comes in;
    ///   - whatever is not IPv4, or not TCP;
    ///   - a fragment: one that has an offset, or that others follow;
    ///   - what is not whole: no whole header, less bytes than the packet's total length says, or lengths that cannot be.
    ///
    /// The packet ends where its total length says, and what stands behind it in the frame belongs to nobody.
    ///
    /// The sum is RIGHT if the segment's checksum fits; else UNMADE if what stands there is the sum of the pseudo-header, its
    /// carries added and not complemented; else WRONG. The packet's own checksum is not judged. Nothing is thrown, whatever the bytes are, and the arrays stay the
    /// caller's.
    static List<Sighting> decode(List<SeenFrame> frames) {
        throw todo("read the segments out of the frames");
    }
}
