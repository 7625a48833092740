package workbook.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The fields of a head, in their order. Names are compared without regard to case (RFC 9110, 5.1).
record Headers(List<Header> fields) {
    static final Headers NONE = new Headers(List.of());

    Headers {
        fields = List.copyOf(fields);
    }

    /// `Headers.of("Content-Type", "text/plain", "Content-Length", "5")`.
    static Headers of(String... namesAndValues) {
        var fields = new ArrayList<Header>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new Header(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new Headers(fields);
    }

    /// The value of the first field of this name.
    Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /// The values of all fields of this name.
    List<String> all(String name) {
        return fields.stream().filter(field -> field.name().equalsIgnoreCase(name)).map(Header::value).toList();
    }

    boolean contains(String name) {
        return first(name).isPresent();
    }

    /// Whether a field that is a list, `Connection: keep-alive, Upgrade`, names this token in any of its lines
    /// (RFC 9110, 5.6.1); case does not matter.
    boolean lists(String name, String token) {
        return all(name).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .anyMatch(element -> element.strip().equalsIgnoreCase(token));
    }

    /// These and one more at the end.
    Headers with(String name, String value) {
        var more = new ArrayList<>(fields);
        more.add(new Header(name, value));
        return new Headers(more);
    }
}
