package workbook.sockets.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What bytes look like from Java: as numbers, as text, and as numbers of several bytes.
final class BytesAndText {
    private BytesAndText() {}

    public static void main(String[] args) {
        // tag::signs[]
        byte b = (byte) 200;
        System.out.println(b + " and " + (b & 0xff));
        // end::signs[]

        // tag::charsets[]
        var word = "café";
        System.out.println(word.length() + " characters");
        System.out.println("UTF-8      " + Arrays.toString(word.getBytes(UTF_8)));
        System.out.println("ISO-8859-1 " + Arrays.toString(word.getBytes(ISO_8859_1)));
        System.out.println("ASCII      " + Arrays.toString(word.getBytes(US_ASCII)));
        // end::charsets[]

        // tag::buffers[]
        var buffer = ByteBuffer.allocate(6);
        buffer.putInt(258).put((byte) 7);
        System.out.println(Arrays.toString(buffer.array()));
        System.out.println(buffer.remaining() + " byte free");
        System.out.println(buffer.flip().getInt() + ", then " + buffer.get());
        // end::buffers[]
    }
}
