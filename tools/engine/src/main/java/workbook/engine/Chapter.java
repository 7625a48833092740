package workbook.engine;

import java.nio.file.Path;
import java.util.List;

/// One chapter as the header of its `README.adoc` declares it.
///
/// @param name        the folder's name, `01-socket-basics`
/// @param title       its heading
/// @param topic       the name without its number, `socket-basics`
/// @param packageName of its code, `workbook.sockets`
/// @param uses        topics of the chapters whose code its program runs with
/// @param network     where its program runs
/// @param folder      absolute
public record Chapter(String name, String title, String topic, String packageName, List<String> uses,
        Run.Network network, Path folder) {
    public Chapter {
        uses = List.copyOf(uses);
    }

    public Path readme() {
        return folder.resolve("README.adoc");
    }

    /// Where the stubs and the given code lie.
    public Path sources() {
        return folder.resolve("src", "main", "java");
    }

    /// Where the tests lie.
    public Path tests() {
        return folder.resolve("src", "test", "java");
    }

    /// The folder of the chapter's package in a tree of sources.
    public Path packageBelow(Path sources) {
        return sources.resolve(packageName.replace('.', '/'));
    }
}
