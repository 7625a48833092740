package workbook.rawtcp;

/// The control bits of a TCP header, the lowest first (RFC 9293, 3.1; AE: RFC 9768).
final class Control {
    static final int FIN = 1;
    static final int SYN = 1 << 1;
    static final int RST = 1 << 2;
    static final int PSH = 1 << 3;
    static final int ACK = 1 << 4;
    static final int URG = 1 << 5;
    static final int ECE = 1 << 6;
    static final int CWR = 1 << 7;
    static final int AE = 1 << 8;

    private static final String[] NAMES = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"};

    private Control() {}

    /// The names of the bits that are set, the lowest first, `SYN,ACK` for instance; `-` for none.
    static String names(int control) {
        var names = new StringBuilder();
        for (var bit = 0; bit < NAMES.length; bit++) {
            if ((control & 1 << bit) != 0) {
                names.append(names.isEmpty() ? "" : ",").append(NAMES[bit]);
            }
        }
        return names.isEmpty() ? "-" : names.toString();
    }
}
