package workbook.course;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The words that `term:…[]` may point at: the entries of the description list in `docs/glossary.adoc`.
///
/// @param names what a macro writes (`byte-stream`) to what the glossary says (`byte stream`)
record Glossary(Map<String, String> names) {
    private static final Pattern ENTRY = Pattern.compile("([^\\s/].*?)::(\\s.*)?");

    static Glossary of(Sources sources) throws IOException {
        var names = new TreeMap<String, String>();
        for (var source : sources.all()) {
            if (source.isGlossary()) {
                // What is not UTF-8 is reported when the page is read; here it is only no entry.
                for (var line : new String(Files.readAllBytes(source.file()), StandardCharsets.UTF_8).lines()
                        .toList()) {
                    var entry = ENTRY.matcher(line);
                    if (entry.matches()) {
                        names.put(key(entry.group(1)), entry.group(1));
                    }
                }
            }
        }
        return new Glossary(names);
    }

    Optional<String> name(String key) {
        return Optional.ofNullable(names.get(key(key)));
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    static String anchor(String name) {
        return "term-" + key(name);
    }
}
