import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// What one run of `wrk` has measured.
///
/// @param megabytes a second
/// @param median    milliseconds until a response is there
/// @param late      the same for the slowest hundredth
/// @param errors    of sockets, and responses that were none of success
record Wrk(double requests, double megabytes, double median, double late, long errors) {
    private static final Pattern ERRORS = Pattern
            .compile("connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)|Non-2xx or 3xx responses: (\\d+)");

    /// One thread, so that the server has the other core.
    static Wrk run(String url, int connections, int seconds) throws IOException, InterruptedException {
        var process = new ProcessBuilder("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--timeout", "5s",
                "--latency", url).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        var errors = ERRORS.matcher(text).results()
                .mapToLong(match -> java.util.stream.IntStream.rangeClosed(1, 5)
                        .mapToObj(match::group)
                        .filter(java.util.Objects::nonNull)
                        .mapToLong(Long::parseLong)
                        .sum())
                .sum();
        return new Wrk(number(text, "Requests/sec:\\s+([\\d.]+)()"), bytes(text), millis(text, "50%"), millis(text, "99%"),
                errors);
    }

    private static double number(String text, String pattern) {
        var matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    private static double bytes(String text) {
        var matcher = Pattern.compile("Transfer/sec:\\s+([\\d.]+)(B|KB|MB|GB)").matcher(text);
        if (!matcher.find()) {
            return 0;
        }
        return Double.parseDouble(matcher.group(1)) * switch (matcher.group(2)) {
            case "B" -> 1e-6;
            case "KB" -> 1e-3;
            case "MB" -> 1;
            default -> 1e3;
        };
    }

    private static double millis(String text, String percent) {
        var matcher = Pattern.compile("\\b" + percent + "\\s+([\\d.]+)(us|ms|s|m)\\b").matcher(text);
        if (!matcher.find()) {
            return Double.NaN;
        }
        return Double.parseDouble(matcher.group(1)) * switch (matcher.group(2)) {
            case "us" -> 1e-3;
            case "ms" -> 1;
            case "s" -> 1e3;
            default -> 6e4;
        };
    }

    /// The run in the middle by requests, as cells of a table; the errors are those of all runs.
    static String median(List<Wrk> runs) {
        var middle = runs.stream().sorted(Comparator.comparingDouble(Wrk::requests)).toList().get(runs.size() / 2);
        return "%,.0f |%,.1f |%.2f |%.2f |%d".formatted(middle.requests, middle.megabytes, middle.median, middle.late,
                runs.stream().mapToLong(Wrk::errors).sum());
    }
}
