package workbook.kit.natives;

import java.io.IOException;

/// A call of the C library returned -1; this is what it left in `errno`, errno(3).
public final class NativeCallFailed extends IOException {
    private static final long serialVersionUID = 1;

    /// Operation not permitted: the right to do it is missing.
    public static final int EPERM = 1;
    /// The call was interrupted by a signal before it did anything.
    public static final int EINTR = 4;
    /// No such descriptor.
    public static final int EBADF = 9;
    /// Nothing there now, and the call was told not to wait.
    public static final int EAGAIN = 11;
    public static final int EEXIST = 17;
    /// No such device.
    public static final int ENODEV = 19;
    public static final int EADDRNOTAVAIL = 99;

    private final String call;
    private final int errno;

    /// @param call  the function's name
    /// @param errno see errno(3)
    public NativeCallFailed(String call, int errno, String meaning) {
        super("%s: %s (errno %d)".formatted(call, meaning, errno));
        this.call = call;
        this.errno = errno;
    }

    /// The function's name in C.
    public String call() {
        return call;
    }

    public int errno() {
        return errno;
    }
}
