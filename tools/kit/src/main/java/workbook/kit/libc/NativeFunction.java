package workbook.kit.libc;

import workbook.kit.natives.NativeCallFailed;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/// A function of the C library that reports failure by returning -1 and setting `errno`.
///
/// It is linked when it is first called: linking takes milliseconds each, and few programs need all of them.
final class NativeFunction {
    private static final long LONGEST_MESSAGE = 256;

    private final String name;
    private final FunctionDescriptor signature;
    private final Linker.Option[] options;
    private volatile MethodHandle handle;

    /// @param options [Linker.Option#firstVariadicArg] where the function is variadic
    NativeFunction(String name, FunctionDescriptor signature, Linker.Option... options) {
        this.name = name;
        this.signature = signature;
        // Another call of the virtual machine may change errno before Java could read it, so it is saved with the call.
        this.options = Arrays.copyOf(options, options.length + 1);
        this.options[options.length] = Linker.Option.captureCallState("errno");
    }

    /// One call of it. The arguments must have exactly the types of the signature, and the result its type.
    interface Invocation {
        long invoke(MethodHandle handle, MemorySegment state) throws Throwable;
    }

    /// What the call returned, unless it failed.
    long call(Invocation invocation) throws NativeCallFailed {
        var state = CallState.ofThread();
        long result;
        try {
            result = invocation.invoke(handle(), state.memory());
        } catch (Throwable e) {
            // Method handles throw Throwable; these functions throw nothing that a caller could expect.
            throw new IllegalStateException("calling " + name, e);
        }
        if (result == -1) {
            throw new NativeCallFailed(name, state.errno(), meaning(state.errno()));
        }
        return result;
    }

    private MethodHandle handle() {
        var linked = handle;
        if (linked == null) {
            linked = link(name, signature, options);
            handle = linked;
        }
        return linked;
    }

    private static String meaning(int errno) {
        try {
            var strerror = link("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
            var text = (MemorySegment) strerror.invokeExact(errno);
            return text.reinterpret(LONGEST_MESSAGE).getString(0);
        } catch (Throwable e) {
            return "error";
        }
    }

    private static MethodHandle link(String name, FunctionDescriptor signature, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature, options);
    }
}
