package workbook.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static Options of(String... typed) throws GivenUp {
        return Options.of(List.of(typed), List.of("--port", "--kind"), List.of("--quiet"));
    }

    @Test
    void tells_values_and_flags_apart() throws GivenUp {
        var options = of("--quiet", "--port", "80", "--port", "81");
        assertThat(options.has("--quiet")).isTrue();
        assertThat(options.has("--kind")).isFalse();
        assertThat(options.value("--port")).hasValue("81");
        assertThat(options.number("--port", 1, 0, 100)).isEqualTo(81);
        assertThat(of().number("--port", 1, 0, 100)).isEqualTo(1);
        assertThat(of("--kind", "--quiet").value("--kind")).hasValue("--quiet");
        assertThat(of("--kind", "a").word("--kind", "b", List.of("a", "b"))).isEqualTo("a");
    }

    @Test
    void says_of_each_wrong_word_what_is_off() {
        assertThatThrownBy(() -> of("--prot", "1")).isInstanceOf(GivenUp.class)
                .hasMessage("'--prot' is none of --kind, --port, --quiet; --help has more.");
        assertThatThrownBy(() -> of("--port")).hasMessage("Behind --port something is missing; --help has more.");
        for (var number : List.of("101", "-1", "", "1e3", "٣", "99999999999")) {
            assertThatThrownBy(() -> of("--port", number).number("--port", 1, 0, 100))
                    .hasMessage("--port takes a number from 0 to 100, and '" + number + "' is none.");
        }
        assertThatThrownBy(() -> of("--kind", "c").word("--kind", "a", List.of("a", "b")))
                .isInstanceOfSatisfying(GivenUp.class, e -> assertThat(e.exitCode()).isEqualTo(2))
                .hasMessage("--kind takes one of a, b, and 'c' is none of them.");
    }
}
