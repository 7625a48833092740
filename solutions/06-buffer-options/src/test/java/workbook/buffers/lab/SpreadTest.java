package workbook.buffers.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void has_the_middle_half_between_its_quartiles() {
        assertThat(Spread.of(List.of(5.0, 1.0, 3.0, 2.0, 4.0))).isEqualTo(new Spread(2, 3, 4));
    }

    @Test
    void goes_along_a_straight_line_between_two_measurements() {
        assertThat(Spread.of(List.of(0.0, 10.0))).isEqualTo(new Spread(2.5, 5, 7.5));
    }

    @Test
    void is_one_number_for_one_measurement() {
        assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(7, 7, 7));
    }

    @Test
    void needs_a_measurement() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    }
}
