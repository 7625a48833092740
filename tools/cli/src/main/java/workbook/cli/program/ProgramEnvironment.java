package workbook.cli.program;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import workbook.engine.Run;

/// The variables that a chapter's program is started with.
record ProgramEnvironment(Map<String, String> own, Run.Network network) {
    Map<String, String> variables() {
        var variables = new HashMap<>(own);
        variables.remove("JDK_JAVA_OPTIONS");
        variables.remove("JAVA_TOOL_OPTIONS");
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        if (network == Run.Network.HOST) {
            variables.put("WORKBOOK_NETWORK", "host");
            variables.remove("WORKBOOK_NETWORK_ENTERED");
        }
        // To Java, file names and words are text in the characters of the locale, and the C locale has ASCII only.
        if (!hasUtf8() && System.getProperty("os.name").equals("Linux")) {
            variables.put("LC_ALL", "C.UTF-8");
        }
        return variables;
    }

    private boolean hasUtf8() {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> own.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(value -> value.toLowerCase(Locale.ROOT).replace("-", ""))
                .filter(value -> value.contains("utf8"))
                .isPresent();
    }
}
