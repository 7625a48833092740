package workbook.answers;

import java.io.IOException;

/// An answer that fails in a line that reports should name.
public final class Wrong {
    public static final String PLACE = "Wrong.java:12";

    private Wrong() {}

    public static String fail() throws IOException {
        throw new IOException("no good");
    }
}
