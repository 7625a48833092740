package workbook.rawtcp;

import workbook.kit.network.PrivateNetwork;
import workbook.testkit.NotRun;

/// The examiner that nobody here wrote.
final class Kernel {
    private Kernel() {}

    /// @throws NotRun where packets cannot be sent to it
    static void needed() {
        var network = PrivateNetwork.enter();
        if (!network.isPrivate()) {
            throw new NotRun("packets are sent to the kernel here, in a network of the test's own. " + network.reason(),
                    "./workbook doctor");
        }
    }
}
