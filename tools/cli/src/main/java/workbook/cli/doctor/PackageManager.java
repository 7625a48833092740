package workbook.cli.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workbook.cli.Programs;

/// A program that installs programs, and what it calls the ones that the workbook wants.
///
/// @param program what it is called
/// @param install the command that installs what is named behind it
/// @param names   of packages, where they are not called like what is wanted
record PackageManager(String program, String install, Map<String, String> names) {
    static final PackageManager APT = new PackageManager("apt-get", "apt-get install -y",
            Map.of("nc", "netcat-openbsd", "ss", "iproute2", "ip", "iproute2", "libpcap", "libpcap0.8",
                    "bwrap", "bubblewrap"));
    private static final PackageManager DNF = new PackageManager("dnf", "dnf install -y",
            Map.of("nc", "netcat", "ss", "iproute", "ip", "iproute", "tshark", "wireshark-cli",
                    "bwrap", "bubblewrap"));
    private static final PackageManager PACMAN = new PackageManager("pacman", "pacman -S --noconfirm",
            Map.of("nc", "openbsd-netcat", "python3", "python", "ss", "iproute2", "ip", "iproute2", "tshark",
                    "wireshark-cli", "bwrap", "bubblewrap"));
    private static final PackageManager APK = new PackageManager("apk", "apk add",
            Map.of("nc", "netcat-openbsd", "ss", "iproute2", "ip", "iproute2", "bwrap", "bubblewrap"));
    private static final PackageManager ZYPPER = new PackageManager("zypper", "zypper install -y",
            Map.of("nc", "netcat-openbsd", "ss", "iproute2", "ip", "iproute2", "libpcap", "libpcap1", "tshark",
                    "wireshark", "bwrap", "bubblewrap"));
    private static final PackageManager BREW = new PackageManager("brew", "brew install",
            Map.of("nc", "netcat", "python3", "python", "tshark", "wireshark"));

    static Optional<PackageManager> of(Programs programs) {
        return Stream.of(APT, DNF, PACMAN, APK, ZYPPER, BREW).filter(each -> programs.has(each.program)).findFirst();
    }

    /// The command line that installs these, for a person to type.
    static String line(Programs programs, List<String> wanted, boolean isRoot) {
        return of(programs).map(manager -> manager.line(wanted, isRoot))
                .orElseGet(() -> "install " + String.join(" and ", wanted) + " with this system's own means");
    }

    String line(List<String> wanted, boolean isRoot) {
        var sudo = isRoot || equals(BREW) ? "" : "sudo ";
        return sudo + install + " " + packages(wanted).stream().collect(Collectors.joining(" "));
    }

    List<String> packages(List<String> wanted) {
        return wanted.stream().map(name -> names.getOrDefault(name, name)).distinct().toList();
    }
}
