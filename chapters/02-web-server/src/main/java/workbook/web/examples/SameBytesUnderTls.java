package workbook.web.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// One request, sent in plain text and under TLS, and what a listener between the two sides gets to see of it.
public final class SameBytesUnderTls {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final char[] PASSWORD = "throw-away".toCharArray();
    private static final String REQUEST = "GET /secret?name=ada HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private SameBytesUnderTls() {}

    public static void main(String[] arguments) throws Exception {
        var tls = tls();
        listen("in plain text", ServerSocketFactory.getDefault(), SocketFactory.getDefault());
        listen("under TLS", tls.getServerSocketFactory(), tls.getSocketFactory());
    }

    // tag::listen[]
    private static void listen(String how, ServerSocketFactory servers, SocketFactory clients) throws Exception {
        var heard = new ByteArrayOutputStream();
        try (var server = servers.createServerSocket(0, 1, HERE);
                var between = new ServerSocket(0, 1, HERE)) {
            Thread.ofVirtual().start(() -> answer(server));
            Thread.ofVirtual().start(() -> passOn(between, server.getLocalPort(), heard));
            try (var client = clients.createSocket(HERE, between.getLocalPort())) {
                client.getOutputStream().write(REQUEST.getBytes(US_ASCII));
                System.out.println(how + ", the client got: " + new String(client.getInputStream().readNBytes(15), US_ASCII));
            }
        }
        var text = heard.toString(ISO_8859_1).replaceAll("[^ -~]", ".");
        System.out.println("  on the wire: " + text.substring(0, Math.min(64, text.length())) + " …");
        System.out.println("  the secret is " + (text.contains("secret") ? "there for all to read" : "nowhere in it"));
    }
    // end::listen[]

    /// A web server, as short as can be.
    private static void answer(ServerSocket server) {
        try (var client = server.accept()) {
            client.getInputStream().readNBytes(REQUEST.length());
            client.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
        } catch (IOException e) {
            System.out.println("the server failed: " + e);
        }
    }

    /// The listener between them.
    private static void passOn(ServerSocket between, int port, OutputStream heard) {
        try (var client = between.accept(); var server = new Socket(HERE, port)) {
            Thread.ofVirtual().start(() -> copy(server, client, OutputStream.nullOutputStream()));
            copy(client, server, heard);
        } catch (IOException e) {
            // One side has closed.
        }
    }

    private static void copy(Socket from, Socket to, OutputStream heard) {
        var bytes = new byte[4_096];
        try {
            InputStream in = from.getInputStream();
            for (var count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                heard.write(bytes, 0, count);
                to.getOutputStream().write(bytes, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One side has closed.
        }
    }

    /// A key that is made for this run, and trusted by it alone.
    private static SSLContext tls() throws IOException, InterruptedException, GeneralSecurityException {
        var folder = Files.createTempDirectory("throw-away-key");
        var file = folder.resolve("key.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        new ProcessBuilder(keytool, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-storepass",
                new String(PASSWORD), "-keystore", file.toString()).start().waitFor();
        var keys = KeyStore.getInstance(file.toFile(), PASSWORD);
        Files.delete(file);
        Files.delete(folder);
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
