package workbook.buffers.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardSocketOptions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import workbook.buffers.lab.Specimens.Kind;
import workbook.kit.natives.NativeAccess;
import workbook.testkit.NotRun;

class OptionsTableTest {
    private String table;

    @BeforeEach
    void print() throws IOException {
        var shown = new ByteArrayOutputStream();
        new OptionsTable(new PrintStream(shown, true, UTF_8)).print();
        table = shown.toString(UTF_8);
    }

    @Test
    void has_the_three_numbers_of_every_buffer() {
        if (!NativeAccess.isEnabled()) {
            throw new NotRun("the kernel can be asked on 64-bit Linux only", "./workbook doctor");
        }
        // Asked for 4096, the kernel holds the double, and Java says the half of that.
        assertThat(Pattern.compile(" 4096 +4096 +8192\n").matcher(table).results()).hasSize(7);
        assertThat(table).doesNotContain("?");
    }

    @Test
    void names_the_machine_and_its_limits() {
        assertThat(table).startsWith(System.getProperty("os.name") + " " + System.getProperty("os.version"));
        if (System.getProperty("os.name").equals("Linux")) {
            assertThat(table).containsPattern("net\\.core\\.rmem_max +[0-9]{4,} ")
                    .containsPattern("net\\.ipv4\\.tcp_rmem +[0-9]+ [0-9]+ [0-9]+ ");
        }
    }

    @Test
    void says_which_channels_an_option_is_none_of() {
        assertThat(table).containsPattern("SO_BROADCAST +UDP +false +true +true")
                .contains("Boolean; not an option of TCP connection, TCP listener, UNIX connection, UNIX listener")
                .containsPattern("SO_LINGER +TCP connection +-1 +5 +5");
    }

    @Test
    void has_a_fresh_channel_of_every_kind() throws IOException {
        try (var specimens = new Specimens()) {
            for (var kind : Kind.values()) {
                var channel = specimens.fresh(kind);
                assertThat(channel.isOpen()).isTrue();
                assertThat(channel.getOption(StandardSocketOptions.SO_RCVBUF)).isPositive();
            }
        }
    }
}
