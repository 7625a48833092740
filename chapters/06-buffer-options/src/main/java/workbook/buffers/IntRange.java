package workbook.buffers;

/// From the smallest to the largest, both included.
record IntRange(int smallest, int largest) {}
