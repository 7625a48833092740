package workbook.cli.watch;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Random moments and numbers, the same for the same seed. A moment that passes is the input here, no wait for anything.
final class Moments {
    private final Random random;

    Moments(long seed) {
        random = new Random(seed);
    }

    /// Often none, at most so many milliseconds.
    void pass(int mostMillis) {
        if (random.nextInt(3) > 0) {
            exactly(random.nextInt((int) TimeUnit.MILLISECONDS.toMicros(mostMillis)));
        }
    }

    private static void exactly(long micros) {
        var end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
        for (var left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
