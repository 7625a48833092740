package workbook.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeedTest {
    @AfterEach
    void forget() {
        System.clearProperty(Seed.PROPERTY);
    }

    @Test
    void the_same_seed_makes_the_same_input_again() {
        System.setProperty(Seed.PROPERTY, "4711");
        assertThat(Seed.greeting(Seed.random())).isEqualTo(Seed.greeting(Seed.random()));
        var first = Seed.bytes(Seed.random(), 20);
        System.setProperty(Seed.PROPERTY, "4712");
        assertThat(Seed.bytes(Seed.random(), 20)).isNotEqualTo(first);
    }

    @Test
    void a_report_of_drawn_input_says_how_to_draw_it_again() {
        assertThat(Seed.addTo(Report.empty()).rows()).isEmpty();
        Seed.random();
        assertThat(Seed.addTo(Report.empty()).text("seed"))
                .contains(Seed.value() + "; -Dworkbook.seed=" + Seed.value() + " makes the same input again");
        System.setProperty(Seed.PROPERTY, "4711");
        assertThat(Seed.addTo(Report.empty()).rows()).isEmpty();
    }
}
