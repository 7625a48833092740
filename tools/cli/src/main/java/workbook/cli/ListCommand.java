package workbook.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lists all exercises and how each stands.
@Command(name = "list", description = "All exercises, how each stands, and the time left on the core path.", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    private final Setup setup;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    ListCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        var workbook = Workbook.open(setup);
        var console = setup.console();
        if (json) {
            console.say(json(workbook));
        } else {
            new ShownList(workbook, console.paint(), console.columns()).lines().forEach(console::say);
        }
        return ExitCode.OK;
    }

    private static String json(Workbook workbook) throws IOException {
        var progress = workbook.progress();
        var rows = new ArrayList<Object>();
        for (var exercise : workbook.exercises()) {
            var row = new LinkedHashMap<String, Object>();
            row.put("id", exercise.id());
            row.put("title", exercise.title());
            row.put("chapter", exercise.chapter());
            row.put("order", exercise.order());
            row.put("points", exercise.points());
            row.put("level", exercise.level().name().toLowerCase(Locale.ROOT));
            row.put("minutes", exercise.minutes());
            row.put("state", progress.of(exercise).state().map(Enum::name).orElse("UNTRIED"));
            row.put("attempts", progress.of(exercise).attempts());
            rows.add(row);
        }
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(rows);
    }
}
