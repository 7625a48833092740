package workbook.sockets;

import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.ScriptedPeer;

class YardstickTest {
    /// One pause, the least that a script allows: 50 ms. A wrong answer is wrong after it.
    @Test
    void reads_on_after_a_pause() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("hel").pauses().sends("lo").closes();
            Call.of(peer, () -> Yardstick.message(peer.input(), 5))
                    .whenReturned(bytes -> bytes.length < 5, "one read() was taken for the whole message")
                    .whenReturned(bytes -> bytes.length == 5 && bytes[0] == 'l',
                            "the bytes of a read were put over those of the last one")
                    .returns("hello");
        }
    }
}
