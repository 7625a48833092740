package workbook.engine.progress;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import workbook.engine.State;

/// An [Event] as one line of JSON, and back.
final class EventLine {
    private EventLine() {}

    static String of(Event event) throws IOException {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("at", event.at().toString());
        fields.put("event", word(event));
        fields.put("id", event.id());
        switch (event) {
            case Event.Checked checked -> {
                fields.put("state", checked.state().name());
                fields.put("millis", checked.took().toMillis());
                fields.put("seed", checked.seed());
                checked.answer().ifPresent(answer -> fields.put("answer", answer));
            }
            case Event.HintOpened opened -> fields.put("number", opened.number());
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
        };
    }

    /// Empty for a line that was cut off, or that a later version of the workbook wrote.
    static Optional<Event> read(String line) {
        try {
            var fields = JSON.std.mapFrom(line);
            var at = Instant.parse(text(fields, "at"));
            var id = text(fields, "id");
            return switch (text(fields, "event")) {
                case "checked" -> Optional.of(new Event.Checked(at, id, State.valueOf(text(fields, "state")),
                        Duration.ofMillis(number(fields, "millis")), number(fields, "seed"),
                        Optional.ofNullable(text(fields, "answer"))));
                case "hint" -> Optional.of(new Event.HintOpened(at, id, (int) number(fields, "number")));
                case "reveal" -> Optional.of(new Event.Revealed(at, id));
                case "went" -> Optional.of(new Event.WentTo(at, id));
                case "reset" -> Optional.of(new Event.WasReset(at, id));
                default -> Optional.empty();
            };
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, Object> fields, String key) {
        return (String) fields.get(key);
    }

    private static long number(Map<String, Object> fields, String key) {
        return ((Number) fields.get(key)).longValue();
    }
}
