package echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import workbook.testkit.Answer;
import workbook.testkit.ScriptedPeer;

class EchoServerTest {
    static void serves(String... arguments) throws IOException {
        try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Answer.closes(listener);
            Answer.listensOn(listener.getLocalPort());
            EchoServer.serve(listener);
        }
    }

    @Test
    void says_it_back() {
        try (var answer = Answer.start(EchoServerTest.class, "serves", List.of());
                var peer = ScriptedPeer.connect(answer.address())) {
            peer.sends("hello").halfCloses().readsToTheEnd();
            assertThat(peer.received()).asString().isEqualTo("hello");
        }
    }

    @Test
    void serves_one_after_the_other() {
        try (var answer = Answer.start(EchoServerTest.class, "serves", List.of())) {
            for (var word : List.of("one", "two")) {
                try (var peer = ScriptedPeer.connect(answer.address())) {
                    peer.sends(word).halfCloses().readsToTheEnd();
                    assertThat(peer.received()).asString().isEqualTo(word);
                }
            }
        }
    }
}
