package workbook.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// One exercise as its block in the chapter's `README.adoc` declares it: the only registry there is.
///
/// @param id      stable for ever, lower case with hyphens
/// @param title   the block's title
/// @param chapter the folder's name, `01-socket-basics`
/// @param section id of the chapter's section (`==`) the block stands in, for links
/// @param sectionTitle the section's heading, for people
/// @param order   place in the whole workbook, from 1
/// @param points  what a pass is worth
/// @param level   how far along the course
/// @param minutes what a learner on the core path may expect to need
/// @param aim     one verb phrase: "read a message whole"
/// @param after   ids of the exercises that this one stands on
/// @param judge   whether tests call the answer or talk to it
/// @param needs   what the network must allow
/// @param stubs   the files the learner writes, absolute, below the chapter's `src/main/java`
/// @param test    the exercise's test, absolute
/// @param hidden  a test in `solutions/…/hidden` that only graders run, or none
/// @param task    the block's text without its hints, as AsciiDoc
/// @param hints   the hints in order, as AsciiDoc
/// @param readme  the file that declares the exercise, absolute
/// @param line    line of the block's attributes in [#readme], from 1
public record Exercise(String id, String title, String chapter, String section, String sectionTitle, int order,
        int points, Level level, int minutes, String aim, List<String> after, Judge judge, Needs needs,
        List<Path> stubs, Path test, List<Path> hidden, String task, List<String> hints, Path readme, int line) {

    private static final Pattern SUITE = Pattern.compile("\\bclass \\w+ extends (\\w+Suite)\\b");

    public Exercise {
        after = List.copyOf(after);
        stubs = List.copyOf(stubs);
        hidden = List.copyOf(hidden);
        hints = List.copyOf(hints);
    }

    /// Where the test's methods are written: its own source and, behind it, those of the suites beside it that it, or a
    /// class nested in it, extends.
    public String testSource() throws IOException {
        var source = new StringBuilder(new String(Files.readAllBytes(test), UTF_8));
        for (var extended : SUITE.matcher(source.toString()).results().toList()) {
            var suite = test.resolveSibling(extended.group(1) + ".java");
            if (Files.exists(suite)) {
                source.append(new String(Files.readAllBytes(suite), UTF_8));
            }
        }
        return source.toString();
    }

    /// `CORE` alone is a complete course.
    public enum Level {
        CORE, DEEPER, SUMMIT
    }

    /// `INSIDE`: tests call the answer. `PROCESS`: tests reach it through sockets only.
    public enum Judge {
        INSIDE, PROCESS
    }

    /// `LOOPBACK` runs anywhere; `PRIVILEGED` wants ports below 1024 or sysctls, `PACKETS` raw and packet sockets,
    /// which both come with the private network.
    public enum Needs {
        LOOPBACK, PRIVILEGED, PACKETS
    }
}
