package workbook.cli.doctor;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What the doctor says, for programs.
public final class FindingsJson {
    private FindingsJson() {}

    public static String of(Findings findings) throws IOException {
        var all = new LinkedHashMap<String, Object>();
        all.put("ready", findings.areGood());
        all.put("findings", findings.all().stream().map(FindingsJson::fields).toList());
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(all);
    }

    private static Map<String, Object> fields(Finding finding) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("what", finding.what());
        fields.put("level", finding.level().name().toLowerCase(Locale.ROOT));
        fields.put("found", finding.found());
        fields.put("effect", finding.effect());
        fields.put("remedies", finding.remedies().stream().map(Finding.Remedy::command).toList());
        fields.put("packages", finding.packages());
        return fields;
    }
}
