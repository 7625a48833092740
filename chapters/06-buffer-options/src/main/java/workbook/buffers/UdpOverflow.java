package workbook.buffers;

import static workbook.kit.Todo.todo;

import java.io.IOException;

/// Finds out how many datagrams are lost in front of a receiver that does not read in time.
final class UdpOverflow {
    /// Room for the number.
    static final int LEAST_SIZE = 4;
    /// The most that a datagram of IPv4 can carry: 65,535 bytes less two headers.
    static final int MOST_SIZE = 65_507;

    private UdpOverflow() {}

    /// Sends datagrams over the loopback address to a receiver that reads only when all have been sent, and reports which of
    /// them it got.
    ///
    /// There are `count` of them, each of `size` bytes, with a number in its first four: 0, 1, 2 and so on, the most
    /// significant byte first. The receiver has a receive buffer as asked for; whatever the sender has is left as it is. It
    /// has read them all when nothing is there any more, and does not wait for what may still come: over loopback all has
    /// come, or is lost, when the last `send` has returned. Datagrams of strangers, from another address or port than the
    /// sender's, are not counted.
    ///
    /// Nothing stays open. What cannot be, throws an [IllegalArgumentException]: a count below 1, a size below
    /// [#LEAST_SIZE] or above [#MOST_SIZE], a receive buffer below 1.
    static Loss measure(int count, int size, int receiveBuffer) throws IOException {
        throw todo("send them all, and then read what is there");
    }
}
