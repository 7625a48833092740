package workbook.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.NonBlocking;
import org.junit.jupiter.api.Test;

class KeyReaderTest {
    @Test
    void knows_arrows_and_pages_however_the_terminal_sends_them() throws IOException {
        assertThat(keys("\u001b[A\u001bOB\u001b[5~\u001b[6~\u001b[H\u001bOF\u001b[1~\u001b[4~")).containsExactly(
                Key.Named.UP, Key.Named.DOWN, Key.Named.PAGE_UP, Key.Named.PAGE_DOWN, Key.Named.HOME, Key.Named.END,
                Key.Named.HOME, Key.Named.END);
    }

    @Test
    void takes_nothing_of_an_unknown_key_for_a_letter() throws IOException {
        assertThat(keys("\u001b[1;5Cn\u001bOPq\u001b[24~")).containsExactly(Key.Named.OTHER, new Key.Typed('n'),
                Key.Named.OTHER, new Key.Typed('q'), Key.Named.OTHER);
    }

    @Test
    void takes_nothing_that_is_pasted_for_a_key() throws IOException {
        assertThat(keys("\u001b[200~proxy\nq\u001b[201~t")).containsExactly(Key.Named.OTHER, new Key.Typed('t'));
    }

    @Test
    void knows_enter_backspace_escape_and_the_ends() throws IOException {
        assertThat(keys("\r\u007f\u0004\u0003\u001b")).containsExactly(Key.Named.ENTER, Key.Named.BACKSPACE,
                Key.Named.INTERRUPT, Key.Named.INTERRUPT, Key.Named.ESCAPE);
    }

    private static List<Key> keys(String sent) throws IOException {
        var keys = new ArrayList<Key>();
        try (var reader = NonBlocking.nonBlocking("keys", new StringReader(sent))) {
            var read = new KeyReader(reader);
            assertThatIOException().isThrownBy(() -> {
                while (true) {
                    read.read().ifPresent(keys::add);
                }
            }).withMessage("the terminal is gone");
        }
        return keys;
    }
}
