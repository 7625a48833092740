package workbook.cli.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import workbook.cli.Programs;

/// The program that installs programs on this system, and what it calls the ones that the workbook wants.
enum PackageManager {
    APT("apt-get", "apt-get install -y", Map.of("nc", "netcat-openbsd")), DNF("dnf", "dnf install -y",
            Map.of("nc", "netcat")), PACMAN("pacman", "pacman -S --noconfirm",
                    Map.of("nc", "openbsd-netcat", "python3", "python")), APK("apk", "apk add",
                            Map.of("nc", "netcat-openbsd")), ZYPPER("zypper", "zypper install -y",
                                    Map.of("nc", "netcat-openbsd")), BREW("brew", "brew install",
                                            Map.of("nc", "netcat", "python3", "python"));

    private final String program;
    private final String install;
    private final Map<String, String> names;

    PackageManager(String program, String install, Map<String, String> names) {
        this.program = program;
        this.install = install;
        this.names = names;
    }

    static Optional<PackageManager> of(Programs programs) {
        return List.of(values()).stream().filter(each -> programs.has(each.program)).findFirst();
    }

    /// The command line that installs these, for a person to type.
    static String line(Programs programs, List<String> wanted, boolean isRoot) {
        return of(programs).map(manager -> manager.line(wanted, isRoot))
                .orElseGet(() -> "install " + String.join(" and ", wanted) + " with this system's own means");
    }

    String line(List<String> wanted, boolean isRoot) {
        var sudo = isRoot || this == BREW ? "" : "sudo ";
        return sudo + install + " " + packages(wanted).stream().collect(Collectors.joining(" "));
    }

    List<String> packages(List<String> wanted) {
        return wanted.stream().map(name -> names.getOrDefault(name, name)).distinct().toList();
    }
}
