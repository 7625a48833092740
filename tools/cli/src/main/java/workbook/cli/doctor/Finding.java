package workbook.cli.doctor;

import java.util.List;
import java.util.Optional;

/// One thing that the doctor looked at.
///
/// @param what     its name: "nc"
/// @param level    how bad it is
/// @param found    what there is, in a few words
/// @param effect   what does not work without it; empty if it is fine
/// @param remedy   the command that mends it, or what to do
/// @param packages what a package manager would have to install, by our names for it
public record Finding(String what, Level level, String found, String effect, Optional<String> remedy,
        List<String> packages) {

    public Finding {
        packages = List.copyOf(packages);
    }

    public enum Level {
        FINE,
        /// Worth knowing; nothing of this workbook needs it.
        NOTE,
        /// Something cannot run.
        GAP
    }

    static Finding fine(String what, String found) {
        return new Finding(what, Level.FINE, found, "", Optional.empty(), List.of());
    }

    static Finding note(String what, String found, String effect, String remedy) {
        return new Finding(what, Level.NOTE, found, effect, Optional.of(remedy), List.of());
    }

    static Finding gap(String what, String found, String effect, String remedy) {
        return new Finding(what, Level.GAP, found, effect, Optional.of(remedy), List.of());
    }

    Finding mendedBy(String packageName) {
        return new Finding(what, level, found, effect, remedy, List.of(packageName));
    }
}
