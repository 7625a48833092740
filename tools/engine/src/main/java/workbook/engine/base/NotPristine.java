package workbook.engine.base;

import java.io.IOException;
import java.nio.file.Path;

/// A stub's original text is not to be had: the file was changed before the workbook kept a copy, or the copy was.
public final class NotPristine extends IOException {
    private static final long serialVersionUID = 1;

    NotPristine(Path stub) {
        this(stub, "was changed or removed before the workbook could keep its original, and Git's last commit does not"
                + " have it either: move your text aside, put the original back (git checkout -- " + stub
                + ", or from a fresh copy of the workbook), run ./workbook once, then bring your text back");
    }

    NotPristine(Path stub, String problem) {
        super(stub + " " + problem);
    }
}
