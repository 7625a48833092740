package workbook.grader.runner;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import workbook.engine.worker.Worker;
import workbook.kit.network.PrivateNetwork;

/// What runs in a sandbox: the engine's worker, in a named module that opens itself to nobody but JUnit.
///
/// It has its connection to the grader, and the secret of the run, before a class of the answer is loaded, and keeps both
/// in private fields: neither reflection nor a path in the sandbox leads there.
public final class RunnerMain {
    /// Where the grader's socket lies in a sandbox.
    public static final String SOCKET = "/run/line";

    private RunnerMain() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        // Before the JDK looks at the network for the first time.
        var network = PrivateNetwork.enter();
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(SOCKET));
        Worker.serve(Seal.receive(channel).sealing(channel), network);
    }
}
