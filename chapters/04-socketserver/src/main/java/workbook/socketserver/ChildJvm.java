package workbook.socketserver;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URISyntaxException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;

/// The command of a JVM that handles one request, and ends.
///
/// It finds the request's socket at its standard input, where [workbook.kit.natives.ChildInput] puts it. What it prints
/// goes where this process prints.
final class ChildJvm {
    /// For a process that lives a moment: no compiler for code that runs a thousand times, no threads that collect
    /// garbage, and the JDK's own archive of classes.
    private static final List<String> QUICK = List.of("-Xlog:disable", "-Xshare:auto", "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC");
    private static final String PASSED_ON = "workbook.";

    private ChildJvm() {}

    /// A JVM that handles the connection which it finds at its standard input.
    static ProcessBuilder command(HandlerClass<SocketChannel> handler) {
        return command(ForkedChild.class, handler.type(), List.of());
    }

    /// A JVM that handles this datagram, and answers through the socket which it finds at its standard input.
    static ProcessBuilder command(HandlerClass<Datagram> handler, Datagram request, SocketAddress clientAddress) {
        var client = (InetSocketAddress) clientAddress;
        return command(ForkedChild.class, handler.type(), List.of(client.getAddress().getHostAddress(),
                Integer.toString(client.getPort()), Base64.getEncoder().encodeToString(request.data())));
    }

    /// This JVM's program `java`, with `main` and a handler's name as its first argument.
    static ProcessBuilder command(Class<?> main, Class<?> handler, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUICK);
        for (var name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith(PASSED_ON)) {
                command.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        command.addAll(List.of("-cp", classPath(main, handler), main.getName(), handler.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
    }

    /// What this JVM was given, and then where those classes came from, which may have a class loader of their own.
    private static String classPath(Class<?>... classes) {
        var places = new LinkedHashSet<String>();
        places.add(System.getProperty("java.class.path"));
        for (var type : classes) {
            var source = type.getProtectionDomain().getCodeSource();
            if (source != null) {
                try {
                    places.add(Path.of(source.getLocation().toURI()).toString());
                } catch (URISyntaxException e) {
                    throw new IllegalStateException("where " + type + " came from is no path", e);
                }
            }
        }
        return String.join(File.pathSeparator, places);
    }
}
