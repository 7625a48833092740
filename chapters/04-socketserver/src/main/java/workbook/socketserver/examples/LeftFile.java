package workbook.socketserver.examples;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;

/// A socket whose address is a path, bound, closed, and bound again.
final class LeftFile {
    private LeftFile() {}

    public static void main(String[] args) throws IOException {
        var folder = Files.createTempDirectory("left");
        var file = folder.resolve("printer");
        // tag::twice[]
        var address = UnixDomainSocketAddress.of(file);
        for (var time = 1; time <= 2; time++) {
            var family = StandardProtocolFamily.UNIX;
            try (var server = ServerSocketChannel.open(family)) {
                server.bind(address);
                System.out.println("bound");
            } catch (BindException e) {
                System.out.println(e.getMessage());
            }
        }
        // end::twice[]
        Files.delete(file);
        Files.delete(folder);
    }
}
