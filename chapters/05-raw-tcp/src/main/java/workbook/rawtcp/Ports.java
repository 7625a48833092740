package workbook.rawtcp;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import workbook.kit.GivenUp;
import workbook.kit.Options;

/// Which ports are meant: numbers and ranges, `7,80,8000-8100`.
final class Ports {
    private static final String NUMBERS_AND_RANGES = "\\d{1,5}(-\\d{1,5})?(,\\d{1,5}(-\\d{1,5})?)*";

    private Ports() {}

    /// Whether this is meant for ports, right or wrong, and not for an address.
    static boolean areMeantBy(String text) {
        return text.matches("[\\d,-]+");
    }

    /// @return each once, the lowest first
    static List<Integer> in(String text) throws GivenUp {
        if (!text.matches(NUMBERS_AND_RANGES)) {
            throw wrong(text);
        }
        var ports = new TreeSet<Integer>();
        for (var part : text.split(",")) {
            var ends = part.split("-");
            var first = Integer.parseInt(ends[0]);
            var last = Integer.parseInt(ends[ends.length - 1]);
            if (first < 1 || last > Options.HIGHEST_PORT || last < first) {
                throw wrong(text);
            }
            for (var port = first; port <= last; port++) {
                ports.add(port);
            }
        }
        return new ArrayList<>(ports);
    }

    private static GivenUp wrong(String text) {
        return new GivenUp(GivenUp.USAGE, "Ports are numbers from 1 to " + Options.HIGHEST_PORT
                + " and ranges of them, such as 7,80,8000-8100, and '" + text + "' is not.");
    }
}
