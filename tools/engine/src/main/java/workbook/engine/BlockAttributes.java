package workbook.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The `key=value` pairs of a block's attribute line, as AsciiDoc reads them: `[exercise,points=10,aim="read it"]`.
final class BlockAttributes {
    private static final Pattern PAIR = Pattern
            .compile("\\s*(?:(?<key>[\\w-]+)\\s*=\\s*)?(?:\"(?<quoted>[^\"]*)\"|(?<bare>[^,\"]*))\\s*(?:,|$)");

    private BlockAttributes() {}

    /// @throws IllegalArgumentException with one clause on what is wrong
    static Map<String, String> parse(String line) {
        var text = line.substring(1, line.length() - 1);
        var pairs = new LinkedHashMap<String, String>();
        var matcher = PAIR.matcher(text);
        var at = text.indexOf(',') + 1;
        if (at == 0) {
            return pairs;
        }
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException("cannot be read from '" + text.substring(at) + "' on");
            }
            var value = matcher.group("quoted") != null ? matcher.group("quoted") : matcher.group("bare").strip();
            add(pairs, matcher.group("key"), value);
            at = matcher.end();
        }
        return pairs;
    }

    private static void add(Map<String, String> pairs, String key, String value) {
        if (key == null) {
            throw new IllegalArgumentException(
                    "'" + value + "' has no key; a value that contains a comma stands in quotes");
        }
        if (pairs.put(key, value) != null) {
            throw new IllegalArgumentException("'" + key + "' stands there twice");
        }
    }
}
