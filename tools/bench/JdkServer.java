import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/// The JDK's file server with a virtual thread for each exchange, which `jwebserver` does not give it.
final class JdkServer {
    private JdkServer() {}

    public static void main(String... arguments) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
        var server = SimpleFileServer.createFileServer(address, Path.of(arguments[0]).toAbsolutePath(), OutputLevel.NONE);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }
}
