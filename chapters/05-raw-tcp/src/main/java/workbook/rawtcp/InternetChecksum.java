package workbook.rawtcp;

import static workbook.kit.Todo.todo;

/// The checksum of IP, TCP and UDP (RFC 1071): the ones' complement of the ones' complement sum of words of 16 bits.
final class InternetChecksum {
    private InternetChecksum() {}

    /// The checksum of the parts, one right behind the other as if they were one: two bytes make a word, the first of
    /// them the more significant, also where one part ends and the next begins. Behind the last byte stands a zero, for
    /// the sum only, if it has no partner. A part may be empty, and none is changed.
    ///
    /// Of bytes that hold their own checksum, in a word that holds nothing else, it is 0; of no bytes it is 65,535.
    ///
    /// @param parts together at most 65,535 bytes
    /// @return 0 to 65,535
    static int checksum(byte[]... parts) {
        throw todo("sum up the words");
    }

    /// The checksum of bytes that are not at hand, of which one word has been replaced by another (RFC 1624, 3).
    /// Not all of the bytes are zero, neither before that nor after it.
    ///
    /// @param checksum before, 0 to 65,535
    /// @param before   the word that was there, 0 to 65,535
    /// @param after    the word in its place, 0 to 65,535
    /// @return what [#checksum] would make of all the bytes: 0 to 65,535
    static int update(int checksum, int before, int after) {
        throw todo("replace one word");
    }
}
