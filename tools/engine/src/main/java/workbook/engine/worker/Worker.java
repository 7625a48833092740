package workbook.engine.worker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import workbook.kit.network.NetworkState;
import workbook.kit.network.PrivateNetwork;

/// The JVM in which an answer runs: it takes its orders from a UNIX-domain socket, whose path is its only argument,
/// and ends when that ends.
///
/// A UNIX-domain socket reaches out of a private network, and unlike standard output no answer writes to it by accident.
public final class Worker {
    /// The property that has a worker end in good order: only then does its JVM write a cache of its classes.
    public static final String EXITS = "workbook.worker.exits";

    /// A test class of the worker's own: it uses what most tests use.
    public static final String PRACTICE = Practice.class.getName();

    private final Wire wire;
    private final BlockingQueue<Message.RunTests> orders = new LinkedBlockingQueue<>();
    private volatile Stacks stacks = new Stacks(Set.of());

    private Worker(Wire wire) {
        this.wire = wire;
    }

    public static void main(String... arguments) throws IOException, InterruptedException {
        // Before the JDK looks at the network for the first time.
        var network = PrivateNetwork.enter();
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(arguments[0]));
        serve(channel, network);
    }

    /// Takes orders from a channel until it ends, and this JVM with it.
    ///
    /// @param network which the tests will meet, entered already
    public static void serve(ByteChannel channel, NetworkState network) throws IOException, InterruptedException {
        new Worker(new Wire(channel)).serve(network);
    }

    private void serve(NetworkState network) throws IOException, InterruptedException {
        Thread.ofPlatform().name("workbook-orders").daemon().start(this::listen);
        Runtime.getRuntime().addShutdownHook(new Thread(this::sayWhoExits, "workbook-exit"));
        Thread.setDefaultUncaughtExceptionHandler(this::sayWhatDied);
        var tests = new TestRunner();
        try {
            wire.send(new Message.Hello(network.isPrivate() ? "private" : "host", network.reason()));
            var first = WarmUp.run(tests, orders);
            for (var order = first; true; order = orders.take()) {
                stacks = new Stacks(Set.copyOf(order.answerFiles()));
                tests.run(order, stacks, wire);
            }
        } catch (Exception | LinkageError e) {
            wire.send(new Message.Broke(Stacks.trace(e)));
        }
    }

    private void listen() {
        try {
            for (var message = wire.receive(); message.isPresent(); message = wire.receive()) {
                switch (message.get()) {
                    case Message.RunTests order -> orders.add(order);
                    case Message.AskThreads ignored -> wire.send(LiveThreads.list(stacks));
                    default -> throw new IOException("the engine sent " + message.get());
                }
            }
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        if (Boolean.getBoolean(EXITS)) {
            System.exit(0);
        }
        Runtime.getRuntime().halt(0);
    }

    /// Runs as the JVM shuts down: the thread that called `exit` waits for it, and its stack says who that was.
    private void sayWhoExits() {
        LiveThreads.exiting().ifPresent(stack -> {
            var own = stacks.own(stack);
            try {
                wire.send(new Message.Exiting(stacks.place(stack),
                        own.map(StackTraceElement::getFileName).orElse(""),
                        own.map(StackTraceElement::getLineNumber).orElse(0)));
            } catch (IOException e) {
                System.err.println(e.getMessage());
            }
        });
    }

    private void sayWhatDied(Thread thread, Throwable thrown) {
        System.err.print("Exception in thread \"" + thread.getName() + "\" ");
        thrown.printStackTrace();
        if (Stacks.find(VirtualMachineError.class, thrown).isPresent()) {
            try {
                wire.send(new Message.Died(new TestEnds(stacks).failed("", "", thrown, 0)));
            } catch (IOException e) {
                System.err.println(e.getMessage());
            }
        }
    }
}
