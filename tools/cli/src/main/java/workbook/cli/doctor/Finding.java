package workbook.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/// One thing that the doctor looked at.
///
/// @param what     its name: "nc"
/// @param level    how bad it is
/// @param found    what there is, in a few words
/// @param effect   what does not work without it; empty if it is fine
/// @param remedies what mends it; the first is the usual one
/// @param packages what a package manager would have to install, by our names for it
public record Finding(String what, Level level, String found, String effect, List<Remedy> remedies,
        List<String> packages) {

    public Finding {
        remedies = List.copyOf(remedies);
        packages = List.copyOf(packages);
    }

    public enum Level {
        FINE,
        /// Worth knowing; nothing of this workbook needs it.
        NOTE,
        /// Something cannot run.
        GAP
    }

    /// @param when    in which case to prefer it; empty for the usual one
    /// @param command what to type, or what to do
    public record Remedy(String when, String command) {}

    static Finding fine(String what, String found) {
        return new Finding(what, Level.FINE, found, "", List.of(), List.of());
    }

    static Finding note(String what, String found, String effect, String remedy) {
        return new Finding(what, Level.NOTE, found, effect, List.of(new Remedy("", remedy)), List.of());
    }

    static Finding gap(String what, String found, String effect, String remedy) {
        return new Finding(what, Level.GAP, found, effect, List.of(new Remedy("", remedy)), List.of());
    }

    Finding mendedBy(String packageName) {
        return new Finding(what, level, found, effect, remedies, List.of(packageName));
    }

    /// The same for root, who may not even have `sudo`.
    Finding withoutSudo() {
        var all = remedies.stream()
                .map(remedy -> new Remedy(remedy.when(), remedy.command().replace("sudo ", "")))
                .toList();
        return new Finding(what, level, found, effect, all, packages);
    }

    Finding or(String when, String command) {
        var all = new ArrayList<>(remedies);
        all.add(new Remedy(when, command));
        return new Finding(what, level, found, effect, all, packages);
    }
}
