package workbook.buffers;

import workbook.kit.natives.NativeAccess;
import workbook.kit.network.PrivateNetwork;
import workbook.testkit.NotRun;

/// The kernel of this machine, as a judge.
final class RealKernel {
    private RealKernel() {}

    /// @throws NotRun where it cannot be asked what it holds
    static void needed() {
        if (!NativeAccess.isEnabled()) {
            throw new NotRun("the kernel is asked what it holds: that wants 64-bit Linux, and a JVM started with "
                    + "--enable-native-access=ALL-UNNAMED", "./workbook doctor");
        }
    }

    /// @throws NotRun where others use the network, too, and what it counts is theirs as well
    static void counts() {
        needed();
        var network = PrivateNetwork.enter();
        if (!network.isPrivate()) {
            throw new NotRun("the kernel's counters are read here, in a network that nobody else uses. "
                    + network.reason(), "./workbook doctor");
        }
    }
}
