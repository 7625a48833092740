package workbook.sockets;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/// Attack 62: a keyring is no namespace's, and native calls are free in a JVM that the answer starts itself.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var keys = new ProcessBuilder("/jdk/bin/java", "--enable-native-access=ALL-UNNAMED", "-cp", "/run/answer.jar",
                Keys.class.getName()).redirectErrorStream(true).start();
        var said = new String(keys.getInputStream().readAllBytes());
        throw new IOException("did [" + (said.contains("keyring") ? said.strip() : "") + "]");
    }

    static final class Keys {
        /// keyctl(KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, create): its number on two kinds of machines.
        public static void main(String... arguments) throws Throwable {
            var linker = Linker.nativeLinker();
            var call = linker.downcallHandle(linker.defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
            var number = System.getProperty("os.arch").equals("aarch64") ? 219L : 250L;
            var keyring = (long) call.invokeExact(number, 0L, -3L, 1L);
            System.out.println(keyring < 0 ? "nothing" : "keyring " + keyring);
        }
    }
}
