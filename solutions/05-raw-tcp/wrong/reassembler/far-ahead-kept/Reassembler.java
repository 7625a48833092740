package workbook.rawtcp;

import java.util.ArrayList;
import java.util.List;

/// Keeps pieces that nobody asked for.
final class Reassembler {
    private record Piece(int sequence, byte[] data) {}

    private final int capacity;
    private final List<Piece> early = new ArrayList<>();
    private final ByteQueue unread = new ByteQueue();
    private int next;

    Reassembler(int next, int capacity) {
        this.next = next;
        this.capacity = capacity;
    }

    int next() {
        return next;
    }

    int window() {
        return capacity - unread.size();
    }

    void insert(int sequence, byte[] data) {
        early.add(new Piece(sequence, data.clone()));
        for (var found = true; found;) {
            found = false;
            for (var piece : List.copyOf(early)) {
                if (SequenceSpace.le(piece.sequence(), next)) {
                    early.remove(piece);
                    var skip = next - piece.sequence();
                    if (skip < piece.data().length) {
                        var count = Math.min(piece.data().length - skip, window());
                        unread.put(piece.data(), skip, count);
                        next += count;
                        found = true;
                    }
                }
            }
        }
    }

    int readable() {
        return unread.size();
    }

    byte[] read(int most) {
        return unread.take(most);
    }
}
