package workbook.buffers;

/// What became of a receive buffer while bytes came.
///
/// @param bytes   how many were read
/// @param first   what the kernel held at the beginning, in bytes
/// @param largest the largest that it held
record Growth(long bytes, int first, int largest) {
    /// Whether the kernel has left it alone.
    boolean isFixed() {
        return largest == first;
    }
}
