package workbook.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whoever saves, however and whenever: the last verdict belongs to the last contents.
///
/// `-Dworkbook.saves=5000` makes that many saves, `-Dworkbook.seed=…` the same ones again.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class SaveStormTest {
    private static final int SAVES = Integer.getInteger("workbook.saves", 160);
    private static final boolean IS_SHORT = SAVES < 1000;
    private static final long SEED = Long.getLong("workbook.seed", ThreadLocalRandom.current().nextInt(1_000_000));
    /// The history of checks grows, and with it what each screen takes.
    private static final int SAVES_OF_ONE_WATCH = 250;
    private static final int MOST_IN_A_ROW = 5;

    @TempDir
    Path folder;

    @Test
    void belongs_to_the_last_contents_where_notices_come() throws Exception {
        storm(SAVES / 2, EnumSet.allOf(SaveStyle.class), SavedFiles::new);
    }

    @Test
    void belongs_to_the_last_contents_where_none_come() throws Exception {
        storm(SAVES / 4, EnumSet.allOf(SaveStyle.class),
                onSave -> new SavedFiles(onSave, silent(), FileStamps.Eyes.SYSTEM));
    }

    /// What such a file system cannot tell apart is left out: the same time and size set by hand, and what was there
    /// between two looks and is taken back within one step of the clock.
    @Test
    void belongs_to_the_last_contents_where_none_come_and_time_has_steps_of_two_seconds() throws Exception {
        var eyes = new FileStamps.Eyes(SaveStormTest::coarse, System::nanoTime);
        storm(SAVES / 4, EnumSet.complementOf(EnumSet.of(SaveStyle.SAME_TIME_AND_SIZE, SaveStyle.UNDONE)),
                onSave -> new SavedFiles(onSave, silent(), eyes));
    }

    private void storm(int count, Set<SaveStyle> styles, Function<Consumer<Set<Path>>, SavedFiles> following)
            throws IOException, InterruptedException {
        System.out.println("saves: " + count + ", seed " + SEED);
        var made = 0;
        for (var round = 0; made < count; round++) {
            try (var storm = new SaveStorm(folder.resolve("round" + round), SEED + round, styles, following,
                    IS_SHORT ? 150 : 900)) {
                assertThat(storm.each()).as("wrong at a rest, seed " + SEED + ", round " + round).isEmpty();
                while (storm.saves() < Math.min(count - made, SAVES_OF_ONE_WATCH)) {
                    assertThat(storm.burst(MOST_IN_A_ROW))
                            .as("wrong at a rest, seed " + SEED + ", round " + round)
                            .isEmpty();
                }
                System.out.println("  " + storm.saves() + " saves, " + storm.checks() + " checks, slowest verdict "
                        + storm.slowest().toMillis() + " ms");
                assertThat(storm.checks()).as("checks").isLessThan(2 * storm.saves());
                made += storm.saves();
            }
        }
    }

    /// Promises notices and gives none. Looks come more often where few saves are made.
    private static Notices silent() {
        return new Notices() {
            @Override
            public boolean follow(Set<Path> folders) {
                return true;
            }

            @Override
            public boolean await(long millis) throws InterruptedException {
                return NONE.await(IS_SHORT && millis > 100 ? millis / 8 : millis);
            }

            @Override
            public void close() {}
        };
    }

    private static Stamp coarse(Path file) throws IOException {
        var seconds = Files.getLastModifiedTime(file).to(TimeUnit.SECONDS);
        var time = FileTime.from(seconds & ~1, TimeUnit.SECONDS);
        return new Stamp(time, time, Optional.empty(), Files.size(file));
    }
}
