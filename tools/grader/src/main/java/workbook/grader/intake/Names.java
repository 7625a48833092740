package workbook.grader.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// Names that strangers chose: what is wrong with them, and how they are shown.
public final class Names {
    private static final int LONGEST_SHOWN = 160;
    private static final int LONGEST = 200;
    /// What zip programs write that know no UTF-8. It has a character for each byte, none of them a control character.
    private static final Charset OLD = Charset.forName("IBM437");

    private Names() {}

    /// A name with its treacherous characters spelled out, cut to what can be read.
    public static String shown(String name) {
        var shown = new StringBuilder();
        name.codePoints()
                .limit(LONGEST_SHOWN)
                .forEach(each -> {
                    if (isTreacherous(each)) {
                        shown.append("⟨U+%04X⟩".formatted(each));
                    } else {
                        shown.appendCodePoint(each);
                    }
                });
        return shown + (name.codePointCount(0, name.length()) > LONGEST_SHOWN ? "…" : "");
    }

    /// What forbids a student's name, as an end of a sentence; none for a good one. Commas, emoji, and scripts of any
    /// direction are good.
    static Optional<String> fault(String name) {
        if (name.isBlank()) {
            return Optional.of("its name is blank");
        }
        if (name.indexOf('\uFFFD') >= 0) {
            return Optional.of("its name is not in UTF-8");
        }
        if (name.length() > LONGEST) {
            return Optional.of("its name is longer than " + LONGEST + " characters");
        }
        return name.codePoints().filter(Names::isTreacherous).boxed().findFirst().map(Names::kind);
    }

    private static String kind(int character) {
        var code = "U+%04X".formatted(character);
        return Character.getType(character) == Character.FORMAT
                ? "its name has a character that is not seen and turns or hides others, " + code
                : "its name has a control character, " + code;
    }

    /// Whether a character is not seen, and moves, turns or hides what stands beside it. The joiners of emoji and of some
    /// scripts are no such.
    static boolean isTreacherous(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            case Character.FORMAT -> character != 0x200C && character != 0x200D && character < 0xE0020;
            default -> false;
        };
    }

    /// The same for names that some file system takes for one.
    static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /// An archive's bytes as a name.
    static String decode(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, OLD);
        }
    }
}
