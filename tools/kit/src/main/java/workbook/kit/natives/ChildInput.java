package workbook.kit.natives;

import workbook.kit.libc.Libc;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.NetworkChannel;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

/// Starts processes whose standard input is a socket of this one.
///
/// Java passes on to a process what its own descriptor 0 stands for, and nothing else of its own. So for the moment of
/// the start, descriptor 0 stands for the socket. In that moment no other thread of this process should begin to read
/// from [System#in], nor start a process that inherits it: the lock here keeps off only those who come this way.
///
/// The child has a copy of the descriptor, and this process still has its own: the other end sees no end of the
/// connection before both are closed. A child that is a JVM finds its copy with [System#inheritedChannel].
public final class ChildInput {
    private static final int STANDARD_INPUT = 0;
    private static final ReentrantLock LOCK = new ReentrantLock();

    private ChildInput() {}

    /// Starts the process; where its input comes from is not the builder's to say any more.
    ///
    /// @param channel a connection of TCP, a socket of UDP, or what a UNIX listener has accepted, if no other connection
    ///                of that listener is open in this process
    public static Process start(ProcessBuilder builder, NetworkChannel channel) throws IOException {
        if (!NativeAccess.isEnabled()) {
            throw new IOException("a socket can be given to another process on 64-bit Linux only, "
                    + "and by a JVM that was started with --enable-native-access");
        }
        builder.redirectInput(Redirect.INHERIT);
        LOCK.lock();
        try {
            var socket = Descriptor.of(channel);
            var before = copyOfStandardInput();
            try {
                Libc.dup2(socket, STANDARD_INPUT);
                return builder.start();
            } finally {
                restore(before);
            }
        } finally {
            LOCK.unlock();
        }
    }

    /// Empty if standard input has been closed, as that of a service may be.
    private static OptionalInt copyOfStandardInput() throws NativeCallFailed {
        try {
            return OptionalInt.of(Libc.dup(STANDARD_INPUT));
        } catch (NativeCallFailed e) {
            if (e.errno() == NativeCallFailed.EBADF) {
                return OptionalInt.empty();
            }
            throw e;
        }
    }

    private static void restore(OptionalInt before) throws NativeCallFailed {
        if (before.isPresent()) {
            Libc.dup2(before.getAsInt(), STANDARD_INPUT);
            Libc.close(before.getAsInt());
        } else {
            Libc.close(STANDARD_INPUT);
        }
    }
}
