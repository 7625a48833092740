package workbook.web;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Writes a line for each response, in the Common Log Format: host, identity, user, time, request line, status, bytes.
///
/// A conversation runs [#during] it, and [ResponseWriter] tells it what was sent, without a parameter in between.
final class AccessLog {
    private static final ScopedValue<Line> CURRENT = ScopedValue.newInstance();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    private final PrintStream out;

    /// Whose conversation it is.
    private record Line(AccessLog log, String host) {}

    AccessLog(PrintStream out) {
        this.out = out;
    }

    /// The same conversation, with its responses in this log.
    ConnectionHandler during(ConnectionHandler conversation) {
        return connection -> ScopedValue.where(CURRENT, new Line(this, host(connection.peer()))).call(() -> {
            conversation.serve(connection);
            return null;
        });
    }

    /// Says that a request has been answered; where no log is kept, to nobody.
    ///
    /// @param bytes of body that were sent
    static void answered(RequestHead request, int status, long bytes) {
        write(request.method() + " " + request.target() + " " + request.version(), status, bytes);
    }

    /// Says that something was refused that was no request.
    static void refused(int status, long bytes) {
        write("-", status, bytes);
    }

    private static void write(String requestLine, int status, long bytes) {
        if (CURRENT.isBound()) {
            var line = CURRENT.get();
            line.log().out.println(line.host() + " - - [" + TIME.format(ZonedDateTime.now()) + "] \"" + shown(requestLine)
                    + "\" " + status + " " + (bytes == 0 ? "-" : bytes));
        }
    }

    /// Quotes would end the field, and control characters could write lines of their own.
    private static String shown(String requestLine) {
        return requestLine.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String host(SocketAddress peer) {
        return peer instanceof InetSocketAddress address ? address.getAddress().getHostAddress() : "-";
    }
}
