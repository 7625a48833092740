package workbook.kit.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// What a native call left in `errno`, kept for its thread until that thread's next one.
record CallState(MemorySegment memory) {
    private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = LAYOUT.varHandle(PathElement.groupElement("errno"));
    private static final ThreadLocal<CallState> OF_THREAD = ThreadLocal
            .withInitial(() -> new CallState(Arena.ofAuto().allocate(LAYOUT)));

    static CallState ofThread() {
        return OF_THREAD.get();
    }

    int errno() {
        return (int) ERRNO.get(memory, 0L);
    }
}
