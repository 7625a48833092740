package workbook.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import workbook.cli.Programs;
import workbook.engine.Exercise;

/// Whether a run gets a network of its own. `tools/net/bin/java`, which makes it, says why not.
record Namespaces(Path root, Programs programs, List<Exercise> exercises) {
    private static final String NAME = "private network";

    Finding finding() throws IOException {
        var java = root.resolve("tools/net/bin/java");
        if (!Files.isExecutable(java)) {
            return without("tools/net/bin/java is not there", "git checkout -- tools/net/bin/java");
        }
        var said = programs.run(root, List.of(java.toString(), "-Xlog:disable", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), NetworkProbe.class.getName()));
        var lines = said.text().lines().toList();
        if (said.isOk() && lines.contains("private")) {
            return Finding.fine(NAME, "every run has ports, routes and packets of its own");
        }
        var reason = lines.isEmpty() ? "tools/net/bin/java says nothing" : lines.getLast();
        var command = reason.indexOf(": ");
        var finding = command < 0
                ? without(reason, "man 7 user_namespaces")
                : without(reason.substring(0, command), reason.substring(command + 2));
        return reason.startsWith("AppArmor") ? finding.or("or, for unshare alone and for good:", profile()) : finding;
    }

    /// Ubuntu's own way for a program that it does not know: a profile that confines it in nothing and lets it, and
    /// what it starts, make user namespaces. One that Ubuntu 25.04 brings for the same program must go first.
    private String profile() throws IOException {
        var found = programs.find("unshare");
        // AppArmor knows programs by their real paths.
        var unshare = found.isPresent() ? found.get().toRealPath() : Path.of("/usr/bin/unshare");
        var profile = "/etc/apparmor.d/workbook-unshare";
        var others = "/etc/apparmor.d/unshare-userns-restrict";
        var removal = Files.exists(Path.of(others))
                ? "sudo install -d /etc/apparmor.d/disable && sudo ln -sf " + others
                        + " /etc/apparmor.d/disable/ && sudo apparmor_parser -R " + others + "; "
                : "";
        return removal + "printf 'abi <abi/4.0>,\\ninclude <tunables/global>\\nprofile workbook-unshare " + unshare
                + " flags=(unconfined) {\\n  userns,\\n}\\n' | sudo tee " + profile
                + " && sudo apparmor_parser -r " + profile;
    }

    private Finding without(String found, String remedy) {
        var needy = exercises.stream()
                .filter(each -> each.needs() != Exercise.Needs.LOOPBACK)
                .map(Exercise::id)
                .toList();
        return needy.isEmpty()
                ? Finding.note(NAME, found, "tests run on this machine's own loopback, where ports may clash", remedy)
                : Finding.gap(NAME, found, "NOT RUN: " + String.join(", ", needy), remedy);
    }
}
