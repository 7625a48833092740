package workbook.socketserver.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/// How long an answer takes to a question that is written in two halves, with Nagle's algorithm and without.
final class SmallWrites {
    private static final int QUESTIONS = 21;

    private SmallWrites() {}

    public static void main(String[] args) throws IOException {
        for (var noDelay : new boolean[]{false, true}) {
            var here = InetAddress.getLoopbackAddress();
            try (var listening = new ServerSocket(0, 1, here);
                    var asking = new Socket(here, listening.getLocalPort());
                    var answering = listening.accept()) {
                var answers = Thread.ofVirtual().start(() -> answer(answering));
                asking.setTcpNoDelay(noDelay);
                var micros = new long[QUESTIONS];
                for (var i = 0; i < QUESTIONS; i++) {
                    var begun = System.nanoTime();
                    // tag::halves[]
                    asking.getOutputStream().write("hel".getBytes(US_ASCII));
                    asking.getOutputStream().write("lo".getBytes(US_ASCII));
                    asking.getInputStream().read();
                    // end::halves[]
                    micros[i] = (System.nanoTime() - begun) / 1000;
                }
                Arrays.sort(micros);
                System.out.println("TCP_NODELAY " + noDelay + ": " + micros[QUESTIONS / 2] + " microseconds");
                asking.shutdownOutput();
                answers.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void answer(Socket answering) {
        try {
            while (answering.getInputStream().readNBytes(5).length == 5) {
                answering.getOutputStream().write('!');
            }
        } catch (IOException e) {
            System.out.println("no more answers: " + e);
        }
    }
}
