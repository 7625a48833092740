package workbook.engine.progress;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import workbook.engine.State;

/// An [Event] as one line of JSON, and back.
final class EventLine {
    private EventLine() {}

    static String of(Event event) throws IOException {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("at", event.at().toString());
        fields.put("event", word(event));
        if (!event.id().isEmpty()) {
            fields.put("id", event.id());
        }
        switch (event) {
            case Event.Checked checked -> {
                fields.put("state", checked.state().name());
                fields.put("millis", checked.took().toMillis());
                fields.put("seed", checked.seed());
                checked.content().ifPresent(content -> fields.put("content", content));
            }
            case Event.HintOpened opened -> fields.put("number", opened.number());
            case Event.Updated updated -> {
                fields.put("before", updated.before());
                fields.put("after", updated.after());
                fields.put("tests", updated.tests());
            }
            case Event.Imported imported -> fields.put("lines", imported.lines());
            default -> {
                // Nothing more to say than that it happened.
            }
        }
        return JSON.std.asString(fields);
    }

    private static String word(Event event) {
        return switch (event) {
            case Event.Checked checked -> "checked";
            case Event.HintOpened opened -> "hint";
            case Event.Revealed revealed -> "reveal";
            case Event.WentTo went -> "went";
            case Event.WasReset reset -> "reset";
            case Event.Updated updated -> "update";
            case Event.Imported imported -> "import";
        };
    }

    /// Empty for a line that was cut off, or that a later version of the workbook wrote.
    static Optional<Event> read(String line) {
        try {
            var fields = JSON.std.mapFrom(line);
            var at = Instant.parse(text(fields, "at"));
            return switch (text(fields, "event")) {
                case "checked" -> Optional.of(new Event.Checked(at, text(fields, "id"),
                        State.valueOf(text(fields, "state")), Duration.ofMillis(number(fields, "millis")),
                        number(fields, "seed"), Optional.ofNullable((String) fields.get("content"))));
                case "hint" ->
                    Optional.of(new Event.HintOpened(at, text(fields, "id"), (int) number(fields, "number")));
                case "reveal" -> Optional.of(new Event.Revealed(at, text(fields, "id")));
                case "went" -> Optional.of(new Event.WentTo(at, text(fields, "id")));
                case "reset" -> Optional.of(new Event.WasReset(at, text(fields, "id")));
                case "update" -> Optional.of(new Event.Updated(at, text(fields, "before"), text(fields, "after"),
                        ((List<?>) fields.get("tests")).stream().map(String.class::cast).toList()));
                case "import" -> Optional.of(new Event.Imported(at, (int) number(fields, "lines")));
                default -> Optional.empty();
            };
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /// Whether a line is one that some workbook wrote whole, be it of a later version.
    static boolean isWhole(String line) {
        try {
            return line.startsWith("{") && JSON.std.mapFrom(line).get("at") instanceof String;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static String text(Map<String, Object> fields, String key) {
        return Objects.requireNonNull((String) fields.get(key), key);
    }

    private static long number(Map<String, Object> fields, String key) {
        return ((Number) fields.get(key)).longValue();
    }
}
