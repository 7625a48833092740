package workbook.grader.sandbox;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one sandbox is to be: what is seen in it, what is allowed in it, and what runs in it.
///
/// @param shown     files and folders of this machine and where they lie inside, to be read only; the JDK is there anyway
/// @param written   folders that may be written to as well; for strangers' code there are none
/// @param packets   whether raw and packet sockets may be opened, in the sandbox's own network
/// @param limits    for its processes
/// @param arguments of `java`
public record Cell(Map<Path, String> shown, Map<Path, String> written, boolean packets, Limits limits,
        List<String> arguments) {
    public Cell {
        shown = new LinkedHashMap<>(shown);
        written = Map.copyOf(written);
        arguments = List.copyOf(arguments);
    }
}
