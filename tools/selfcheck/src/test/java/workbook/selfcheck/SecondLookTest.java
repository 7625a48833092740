package workbook.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import workbook.engine.Problem;

class SecondLookTest {
    private static final Problem PROBLEM = new Problem(Path.of("says.txt"), 1, "is not in the report.");

    private final SecondLook looks = new SecondLook();
    private final AtomicInteger checks = new AtomicInteger();

    @Test
    void takes_a_proof_without_problems_at_its_word() throws Exception {
        assertThat(looks.problems(proof(List::of))).isEmpty();
        assertThat(checks).hasValue(1);
        assertThat(looks.lines()).isEmpty();
    }

    @Test
    void counts_what_is_found_again() throws Exception {
        assertThat(looks.problems(proof(() -> List.of(PROBLEM)))).containsExactly(PROBLEM);
        assertThat(checks).hasValue(2);
        assertThat(looks.lines()).isEmpty();
    }

    @Test
    void counts_what_is_found_in_the_last_look() throws Exception {
        var proof = proof(() -> checks.get() == 1 || checks.get() == 1 + SecondLook.LOOKS
                ? List.of(PROBLEM)
                : List.of());
        assertThat(looks.problems(proof)).containsExactly(PROBLEM);
    }

    @Test
    void tells_what_is_not_found_again() throws Exception {
        assertThat(looks.problems(proof(() -> checks.get() == 1 ? List.of(PROBLEM) : List.of()))).isEmpty();
        assertThat(looks.lines()).singleElement()
                .asString()
                .startsWith("NOT CERTAIN")
                .contains("send-all: the reference is green", PROBLEM.toString());
    }

    @Test
    void does_not_let_many_doubts_pass() throws Exception {
        for (var i = 0; i < 3; i++) {
            checks.set(0);
            looks.problems(proof(() -> checks.get() == 1 ? List.of(PROBLEM) : List.of()));
        }
        assertThat(looks.hasTooManyDoubts(300)).isFalse();
        assertThat(looks.hasTooManyDoubts(299)).isTrue();
    }

    @Test
    void looks_again_with_nothing_beside_it() throws Exception {
        var underWay = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        var hasEnded = new AtomicBoolean();
        var other = Thread.ofPlatform().start(() -> {
            try {
                looks.problems(new Proof("chapter", "other", "goes on", () -> {
                    underWay.countDown();
                    mayEnd.await();
                    hasEnded.set(true);
                    return List.of();
                }));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        underWay.await();
        var wasAlone = new AtomicBoolean();
        looks.problems(proof(() -> {
            if (checks.get() == 1) {
                mayEnd.countDown();
                return List.of(PROBLEM);
            }
            wasAlone.set(hasEnded.get());
            return List.of();
        }));
        other.join();
        assertThat(wasAlone).isTrue();
    }

    private Proof proof(Proof.Check check) {
        return new Proof("chapter", "send-all", "the reference is green", () -> {
            checks.incrementAndGet();
            return check.problems();
        });
    }
}
