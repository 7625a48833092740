package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 37: generic calls in one another, which take the compiler minutes.
final class RecvExactly {
    private RecvExactly() {}

    static <A, B> java.util.List<java.util.Map<A, B>> pair(A a, B b) {
        return null;
    }

    static <T> T first(T... all) {
        return all[0];
    }

    static Object hang() {
        return first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(first(java.util.List.of(1, "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0)), "a"), java.util.Set.of(2.0));
    }

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        return null;
    }
}
