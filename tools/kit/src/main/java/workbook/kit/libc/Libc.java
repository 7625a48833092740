package workbook.kit.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import workbook.kit.natives.NativeCallFailed;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/// Calls of the C library that Java's own classes do not offer, each named and parametrised as in its manual page.
///
/// Whoever can call this can write anywhere in the JVM's memory, so it is for the kit alone: where answers are not trusted,
/// they see no such package. Memory is the caller's; a failed call throws [NativeCallFailed]. The constants are those of 64-bit Linux, see
/// [NativeAccess#isEnabled].
public final class Libc {
    /// Address families of socket(2): bits/socket.h.
    public static final int AF_INET = 2;
    public static final int AF_PACKET = 17;
    /// Kinds of sockets: bits/socket_type.h.
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    /// Options of socket(7): asm-generic/socket.h.
    public static final int SOL_SOCKET = 1;
    public static final int SO_TYPE = 3;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    public static final int SO_ACCEPTCONN = 30;
    /// Do not wait: recv(2).
    public static final int MSG_DONTWAIT = 0x40;

    private static final NativeFunction SOCKET = new NativeFunction("socket",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final NativeFunction BIND = new NativeFunction("bind",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final NativeFunction RECVFROM = new NativeFunction("recvfrom",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS));
    private static final NativeFunction SENDTO = new NativeFunction("sendto",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final NativeFunction GETSOCKOPT = new NativeFunction("getsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final NativeFunction SETSOCKOPT = new NativeFunction("setsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final NativeFunction GETSOCKNAME = new NativeFunction("getsockname",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final NativeFunction GETPEERNAME = new NativeFunction("getpeername",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final NativeFunction IOCTL = new NativeFunction("ioctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final NativeFunction POLL = new NativeFunction("poll",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final NativeFunction PPOLL = new NativeFunction("ppoll",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    private static final NativeFunction EVENTFD = new NativeFunction("eventfd",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final NativeFunction EVENTFD_WRITE = new NativeFunction("eventfd_write",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final NativeFunction DUP = new NativeFunction("dup",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final NativeFunction DUP2 = new NativeFunction("dup2",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final NativeFunction EVENTFD_READ = new NativeFunction("eventfd_read",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final NativeFunction CLOSE = new NativeFunction("close",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private Libc() {}

    /// socket(2).
    ///
    /// @return the descriptor; [#close] it
    public static int socket(int domain, int type, int protocol) throws NativeCallFailed {
        return (int) SOCKET.call((handle, state) -> (int) handle.invokeExact(state, domain, type, protocol));
    }

    /// bind(2); the whole segment is the address.
    public static void bind(int fd, MemorySegment address) throws NativeCallFailed {
        BIND.call((handle, state) -> (int) handle.invokeExact(state, fd, address, (int) address.byteSize()));
    }

    /// recvfrom(2).
    ///
    /// @param address       receives the sender's address
    /// @param addressLength an int: how long `address` is, and after the call how much the kernel had to say
    /// @return the length of what came
    public static long recvfrom(int fd, MemorySegment data, int flags, MemorySegment address,
            MemorySegment addressLength) throws NativeCallFailed {
        var room = data.byteSize();
        return RECVFROM.call(
                (handle, state) -> (long) handle.invokeExact(state, fd, data, room, flags, address, addressLength));
    }

    /// sendto(2); the whole segments are data and address.
    ///
    /// @return how many bytes were sent
    public static long sendto(int fd, MemorySegment data, int flags, MemorySegment address) throws NativeCallFailed {
        var length = data.byteSize();
        return SENDTO.call((handle, state) -> (long) handle.invokeExact(state, fd, data, length, flags, address,
                (int) address.byteSize()));
    }

    /// getsockopt(2).
    ///
    /// @param valueLength an int: how long `value` is, and after the call how much of it was used
    public static void getsockopt(int fd, int level, int option, MemorySegment value, MemorySegment valueLength)
            throws NativeCallFailed {
        GETSOCKOPT.call((handle, state) -> (int) handle.invokeExact(state, fd, level, option, value, valueLength));
    }

    /// setsockopt(2); the whole segment is the value.
    public static void setsockopt(int fd, int level, int option, MemorySegment value) throws NativeCallFailed {
        SETSOCKOPT.call(
                (handle, state) -> (int) handle.invokeExact(state, fd, level, option, value, (int) value.byteSize()));
    }

    /// setsockopt(2) with an int, as most options want it.
    public static void setsockopt(int fd, int level, int option, int value) throws NativeCallFailed {
        try (var arena = Arena.ofConfined()) {
            setsockopt(fd, level, option, arena.allocateFrom(JAVA_INT, value));
        }
    }

    /// getsockname(2): what this end of a socket is called.
    ///
    /// @param addressLength an int: how long `address` is, and after the call how much the kernel had to say
    public static void getsockname(int fd, MemorySegment address, MemorySegment addressLength) throws NativeCallFailed {
        GETSOCKNAME.call((handle, state) -> (int) handle.invokeExact(state, fd, address, addressLength));
    }

    /// getpeername(2): what the other end is called; ENOTCONN if there is none.
    ///
    /// @param addressLength as for [#getsockname]
    public static void getpeername(int fd, MemorySegment address, MemorySegment addressLength) throws NativeCallFailed {
        GETPEERNAME.call((handle, state) -> (int) handle.invokeExact(state, fd, address, addressLength));
    }

    /// ioctl(2) with a pointer, as netdevice(7) uses it.
    public static int ioctl(int fd, long request, MemorySegment argument) throws NativeCallFailed {
        return (int) IOCTL.call((handle, state) -> (int) handle.invokeExact(state, fd, request, argument));
    }

    /// poll(2).
    ///
    /// @param descriptors an array of `struct pollfd`
    /// @param millis      -1 waits for ever
    /// @return how many have something to say
    public static int poll(MemorySegment descriptors, long count, int millis) throws NativeCallFailed {
        return (int) POLL.call((handle, state) -> (int) handle.invokeExact(state, descriptors, count, millis));
    }

    /// ppoll(2), whose limit is finer than poll's; it leaves the signals as they are.
    ///
    /// @param descriptors an array of `struct pollfd`
    /// @param limit       a `struct timespec`: seconds and nanoseconds, a long each
    /// @return how many have something to say
    public static int ppoll(MemorySegment descriptors, long count, MemorySegment limit) throws NativeCallFailed {
        return (int) PPOLL.call(
                (handle, state) -> (int) handle.invokeExact(state, descriptors, count, limit, MemorySegment.NULL));
    }

    /// eventfd(2): a counter that poll(2) can wait for.
    ///
    /// @return the descriptor; [#close] it
    public static int eventfd(int initial, int flags) throws NativeCallFailed {
        return (int) EVENTFD.call((handle, state) -> (int) handle.invokeExact(state, initial, flags));
    }

    /// Adds to the counter of an eventfd(2), which wakes who polls it.
    public static void eventfdWrite(int fd, long value) throws NativeCallFailed {
        EVENTFD_WRITE.call((handle, state) -> (int) handle.invokeExact(state, fd, value));
    }

    /// dup(2): a second descriptor for what `fd` stands for.
    ///
    /// @return the descriptor; [#close] it
    public static int dup(int fd) throws NativeCallFailed {
        return (int) DUP.call((handle, state) -> (int) handle.invokeExact(state, fd));
    }

    /// dup2(2): `target` stands for what `fd` stands for, and no longer for what it did.
    public static void dup2(int fd, int target) throws NativeCallFailed {
        DUP2.call((handle, state) -> (int) handle.invokeExact(state, fd, target));
    }

    /// Takes the value of an eventfd(2), which is zero then; waits while it is.
    ///
    /// @param value a long: what it was
    public static void eventfdRead(int fd, MemorySegment value) throws NativeCallFailed {
        EVENTFD_READ.call((handle, state) -> (int) handle.invokeExact(state, fd, value));
    }

    /// close(2).
    public static void close(int fd) throws NativeCallFailed {
        CLOSE.call((handle, state) -> (int) handle.invokeExact(state, fd));
    }
}
