package workbook.grader;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import workbook.engine.Exercise;

/// What was found out about a class, in the order of students and exercises.
///
/// @param isContained whether answers could do no harm while they were judged
record Results(List<Result> rows, boolean isContained) {
    private static final int FORMAT = 1;

    /// @param student the name of the submission, less its ending
    record Result(String student, Exercise exercise, Judgement judgement) {}

    /// Writes a line of JSON for each row; whoever reads meanwhile sees the old file or the new one, whole.
    void write(Path file) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (var channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
                    var out = new BufferedWriter(new OutputStreamWriter(Channels.newOutputStream(channel), UTF_8))) {
                for (var row : rows) {
                    out.write(line(row));
                    out.write('\n');
                }
                out.flush();
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private String line(Result result) throws IOException {
        var row = new LinkedHashMap<String, Object>();
        row.put("format", FORMAT);
        row.put("student", result.student());
        row.put("exercise", result.exercise().id());
        row.put("verdict", result.judgement().verdict().name());
        row.put("points", result.judgement().points());
        row.put("max_points", result.exercise().points());
        row.put("millis", result.judgement().millis());
        row.put("message", result.judgement().message());
        row.put("contained", isContained);
        return JSON.std.asString(row);
    }

    long count(Verdict verdict) {
        return rows.stream().filter(row -> row.judgement().verdict() == verdict).count();
    }

    long students() {
        return rows.stream().map(Result::student).distinct().count();
    }
}
