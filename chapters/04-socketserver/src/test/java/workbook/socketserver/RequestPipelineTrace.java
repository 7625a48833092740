package workbook.socketserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import workbook.testkit.Python;

/// The steps of a request, in the order in which Python's own server of a class takes them, in Java's spelling.
///
/// The handler's `handle` is among them; `out` is last where what was thrown came out of the server.
final class RequestPipelineTrace {
    /// A request that goes well; one that is denied; a handler that throws; one that wants the process to end (in Java
    /// an [Error]); `verify_request` throws.
    enum Course {
        GOOD, DENIED, THROWING, EXITING, VERIFYING
    }

    private static final Pattern BEGIN_OF_WORD = Pattern.compile("_(.)");

    private static final String PROGRAM = """
            import socket, socketserver, sys
            kind = getattr(socketserver, sys.argv[1])
            steps = []

            class Traced(kind):
                pass

            def trace(name):
                def step(self, *arguments):
                    steps.append(name)
                    if name == "verify_request" and course == "DENIED":
                        return False
                    if name == "verify_request" and course == "VERIFYING":
                        raise ValueError("cannot say")
                    if name != "handle_error":
                        return getattr(kind, name)(self, *arguments)
                setattr(Traced, name, step)

            for name in ("get_request", "verify_request", "process_request", "process_request_thread",
                         "finish_request", "shutdown_request", "close_request", "handle_error"):
                if hasattr(kind, name):
                    trace(name)

            class Handler(socketserver.BaseRequestHandler):
                def handle(self):
                    steps.append("handle")
                    if course == "THROWING":
                        raise ValueError("no")
                    if course == "EXITING":
                        raise SystemExit

            for course in sys.argv[2:]:
                steps.clear()
                with Traced(("127.0.0.1", 0), Handler) as server:
                    with socket.socket(socket.AF_INET, kind.socket_type) as client:
                        client.connect(server.server_address)
                        client.send(b"hello")
                        try:
                            server.handle_request()
                        except BaseException:
                            steps.append("out")
                print(course, *steps)
            """;

    private RequestPipelineTrace() {}

    /// Runs all courses with a class of Python's module: `TCPServer`, `UDPServer`, `ThreadingTCPServer` and so on.
    static Map<Course, List<String>> ofPython(String serverClass) {
        var arguments = Arrays.stream(Course.values()).map(Course::name).collect(Collectors.toList());
        arguments.addFirst(serverClass);
        try (var python = Python.runs(PROGRAM, arguments.toArray(String[]::new))) {
            var lines = new String(python.printed(), US_ASCII).lines().map(line -> List.of(line.split(" "))).toList();
            if (lines.size() != Course.values().length) {
                throw new IllegalStateException("the test's Python has failed: " + python.err());
            }
            return lines.stream()
                    .collect(Collectors.toMap(line -> Course.valueOf(line.getFirst()), line -> line.stream()
                            .skip(1)
                            .map(inJava())
                            .toList()));
        }
    }

    private static Function<String, String> inJava() {
        return name -> BEGIN_OF_WORD.matcher(name).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
