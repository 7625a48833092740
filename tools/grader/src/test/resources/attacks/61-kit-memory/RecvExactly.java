package workbook.sockets;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/// Attack 61: the kit's own calls of the C library write wherever the caller wants, and a dump of the heap says where to.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var done = new StringBuilder();
        try {
            workbook.kit.libc.Libc.eventfd(0, 0);
            done.append("call ");
        } catch (IllegalAccessError e) {
            // Not for answers.
        }
        try {
            Class.forName("workbook.kit.libc.Libc").getMethod("eventfd", int.class, int.class).invoke(null, 0, 0);
            done.append("reflection ");
        } catch (ReflectiveOperationException e) {
            // Neither by a detour.
        }
        try {
            ManagementFactory.getPlatformMBeanServer().invoke(
                    new ObjectName("com.sun.management:type=HotSpotDiagnostic"), "dumpHeap",
                    new Object[]{"/tmp/heap.hprof", true}, new String[]{"java.lang.String", "boolean"});
            done.append("heap ");
        } catch (JMException | RuntimeException e) {
            // Nobody there who does it.
        }
        throw new IOException("did [" + done + "]");
    }
}
