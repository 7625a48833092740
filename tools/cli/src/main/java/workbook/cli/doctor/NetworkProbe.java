package workbook.cli.doctor;

/// Started by `tools/net/bin/java`, says which network it got.
final class NetworkProbe {
    private NetworkProbe() {}

    public static void main(String[] arguments) {
        System.out.println(System.getenv().getOrDefault("WORKBOOK_NETWORK", "host"));
        System.out.println(System.getenv().getOrDefault("WORKBOOK_NETWORK_REASON", ""));
    }
}
