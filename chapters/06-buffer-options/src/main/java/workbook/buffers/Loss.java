package workbook.buffers;

import java.util.List;

/// What became of a number of datagrams.
///
/// @param sent    how many the sender sent
/// @param arrived how many the receiver read
/// @param missing the numbers of those that it did not read, the smallest first
record Loss(int sent, int arrived, List<Integer> missing) {
    Loss {
        missing = List.copyOf(missing);
    }
}
