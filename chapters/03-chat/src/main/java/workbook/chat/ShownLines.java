package workbook.chat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// What a server sends, line by line onto a screen.
///
/// A line is somebody else's text, and a terminal obeys some characters: those are not let through.
final class ShownLines extends OutputStream {
    /// A client's line and a name fit.
    private static final int LONGEST = 4_096;

    private final LineCodec codec = new LineCodec(LONGEST);
    private final UnaryOperator<String> colours;
    private final Consumer<String> screen;
    private final Runnable pong;

    /// @param pong is called when the server asks for a sign of life
    ShownLines(UnaryOperator<String> colours, Consumer<String> screen, Runnable pong) {
        this.colours = colours;
        this.screen = screen;
        this.pong = pong;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    /// @throws ProtocolException if it is no line that comes
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        codec.feed(ByteBuffer.wrap(bytes, offset, length));
        for (var line = codec.next(); line.isPresent(); line = codec.next()) {
            if (line.get().equals(Lines.PING)) {
                pong.run();
            } else {
                screen.accept(colours.apply(harmless(line.get())));
            }
        }
    }

    /// Without characters that move the cursor, change colours, or turn the direction of the text that follows.
    private static String harmless(String line) {
        return line.codePoints()
                .map(each -> isHarmless(each) ? each : '\ufffd')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isHarmless(int character) {
        var turnsDirection = character >= 0x202a && character <= 0x202e || character >= 0x2066 && character <= 0x2069;
        return !Character.isISOControl(character) && !turnsDirection;
    }
}
