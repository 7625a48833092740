package workbook.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads along with Maven and keeps how long each of its modules took.
final class MavenTimes {
    private static final Pattern MODULE = Pattern.compile("\\[INFO] Building (.*?)(?: \\S+)?\\s+\\[\\d+/\\d+]\\s*");

    private final List<Phase> done = new ArrayList<>();
    private Optional<String> current = Optional.of("the machine");
    private long since;

    private record Phase(String name, long nanos) {}

    /// @param start when the work before Maven began, by the system's nanosecond clock
    MavenTimes(long start) {
        this.since = start;
        end();
        current = Optional.of("Maven's start");
    }

    void read(String line) {
        var module = MODULE.matcher(line);
        if (module.matches()) {
            end();
            current = Optional.of(module.group(1));
        } else if (line.startsWith("[INFO] Reactor Summary")) {
            end();
        }
    }

    private void end() {
        var now = System.nanoTime();
        current.ifPresent(name -> done.add(new Phase(name, now - since)));
        current = Optional.empty();
        since = now;
    }

    List<String> lines() {
        end();
        var widest = done.stream().mapToInt(phase -> phase.name().length()).max().orElse(0);
        var lines = new ArrayList<String>();
        var all = 0L;
        for (var phase : done) {
            lines.add(line(phase.name(), phase.nanos(), widest));
            all += phase.nanos();
        }
        lines.add(line("together", all, widest));
        return lines;
    }

    private static String line(String name, long nanos, int widest) {
        return "%s%s %7.1f s".formatted(name, " ".repeat(widest - name.length()), nanos / 1e9);
    }
}
