package workbook.grader.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// A program for the kernel, seccomp(2), that refuses with EPERM the system calls by which code reaches what no namespace
/// keeps apart (the keys of whoever grades, keyrings(7)), or looks into other processes, or has the kernel work for it in
/// ways that have often had holes.
///
/// No JVM needs them; an answer could call them from one that it has started itself.
final class SeccompFilter {
    /// linux/bpf_common.h, linux/seccomp.h.
    private static final int LOAD = 0x20;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_AT_LEAST = 0x35;
    private static final int RETURN = 0x06;
    private static final int ALLOW = 0x7fff0000;
    private static final int REFUSE = 0x00050000 | 1;
    /// Where `struct seccomp_data` has them.
    private static final int NUMBER_AT = 0;
    private static final int ARCHITECTURE_AT = 4;
    private static final int INSTRUCTION = 8;
    /// From here on numbers are those of x32, which name the same calls again.
    private static final int X32 = 0x40000000;
    /// io_uring_setup, io_uring_enter, io_uring_register, pidfd_getfd: the same everywhere.
    private static final int[] EVERYWHERE = {425, 426, 427, 438};

    private SeccompFilter() {}

    /// linux/audit.h has the number of the architecture, asm/unistd.h those of: add_key, request_key, keyctl, ptrace,
    /// process_vm_readv, process_vm_writev, memfd_create, bpf, userfaultfd, perf_event_open, mount, umount2, pivot_root,
    /// kexec_load.
    private record Machine(int architecture, int... calls) {
        private static final Machine AMD64 = new Machine(0xC000003E, 248, 249, 250, 101, 310, 311, 319, 321, 323, 298,
                165, 166, 155, 246);
        private static final Machine AARCH64 = new Machine(0xC00000B7, 217, 218, 219, 117, 270, 271, 279, 280, 282, 241,
                40, 39, 41, 104);
    }

    /// The program for this machine; none for one whose numbers are not known here.
    static Optional<byte[]> ofThisMachine() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> Optional.of(program(Machine.AMD64));
            case "aarch64" -> Optional.of(program(Machine.AARCH64));
            default -> Optional.empty();
        };
    }

    /// Jumps count instructions from the next one on. All that refuse lead to the last, the one before it allows.
    private static byte[] program(Machine machine) {
        var calls = machine.calls().length + EVERYWHERE.length;
        var program = ByteBuffer.allocate((calls + 6) * INSTRUCTION).order(ByteOrder.nativeOrder());
        put(program, LOAD, 0, 0, ARCHITECTURE_AT);
        put(program, IF_EQUAL, 0, calls + 3, machine.architecture());
        put(program, LOAD, 0, 0, NUMBER_AT);
        put(program, IF_AT_LEAST, calls + 1, 0, X32);
        var left = calls;
        for (var numbers : new int[][]{machine.calls(), EVERYWHERE}) {
            for (var number : numbers) {
                put(program, IF_EQUAL, left--, 0, number);
            }
        }
        put(program, RETURN, 0, 0, ALLOW);
        put(program, RETURN, 0, 0, REFUSE);
        return program.array();
    }

    private static void put(ByteBuffer program, int code, int ifTrue, int ifFalse, int number) {
        program.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(number);
    }
}
