package workbook.course;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `java … workbook.course.Main ROOT OUT`: builds the course of the workbook at ROOT into the folder OUT.
///
/// Exits with 0, with 1 for problems in the texts, each one line on standard error, and with 2 for wrong usage.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        if (arguments.length != 2 || arguments[0].startsWith("-")) {
            err.println("usage: course ROOT OUT: builds the course of the workbook at ROOT into the folder OUT");
            return 2;
        }
        var root = Path.of(arguments[0]);
        var folder = Path.of(arguments[1]);
        if (!Files.isDirectory(root.resolve("chapters"))) {
            err.println(root + " is no workbook: it has no folder chapters; name the folder that has");
            return 2;
        }
        try {
            var result = Course.build(root, folder);
            result.problems().forEach(err::println);
            if (!result.problems().isEmpty()) {
                err.println(result.problems().size() == 1
                        ? "1 problem; the course was not written"
                        : result.problems().size() + " problems; the course was not written");
                return 1;
            }
            out.println((result.written() ? "course: " : "course, unchanged: ") + result.pages() + " pages, "
                    + folder.resolve(Source.FRONT));
            return 0;
        } catch (FileSystemException e) {
            err.println("cannot read or write " + e.getFile() + ": "
                    + (e.getReason() == null
                            ? e.getClass().getSimpleName()
                            : e.getReason())
                    + "; free it and run again");
            return 1;
        } catch (IOException e) {
            err.println(e.getMessage());
            return 1;
        }
    }
}
