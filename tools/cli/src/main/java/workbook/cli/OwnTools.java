package workbook.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The jars that this process runs from: somebody may delete `.workbook` while it does.
final class OwnTools {
    static final String GONE = "The folder .workbook was deleted while ./workbook ran: end it, with q if it watches, and"
            + " start it again. Your answers stand in chapters, untouched; what .workbook knew of your progress is gone.";

    private OwnTools() {}

    static boolean areGone() {
        return areGone(OwnTools.class);
    }

    static boolean areGone(Class<?> type) {
        try {
            return !Files.exists(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
