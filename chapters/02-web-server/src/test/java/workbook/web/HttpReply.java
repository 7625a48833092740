package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import workbook.testkit.Check;
import workbook.testkit.ScriptedPeer;

/// The bytes that an answer has sent, cut behind the first empty line, however its lines end.
final class HttpReply {
    private final ScriptedPeer peer;
    private final String head;
    private final byte[] body;

    private HttpReply(ScriptedPeer peer, String head, byte[] body) {
        this.peer = peer;
        this.head = head;
        this.body = body;
    }

    /// What the peer's script has read; fails if no empty line is in it.
    static HttpReply of(ScriptedPeer peer) {
        var bytes = peer.received();
        var head = head(bytes);
        Check.of(peer)
                .likely("an empty line ends the head: the last field's CR LF, and one more")
                .holds(head.endsWith("\n\n") || head.endsWith("\n\r\n"), "a head, an empty line, a body",
                        "no empty line in " + bytes.length + " bytes");
        return new HttpReply(peer, head, Arrays.copyOfRange(bytes, head.length(), bytes.length));
    }

    /// All up to and with the empty line; each character is a byte.
    static String head(byte[] response) {
        var text = new String(response, ISO_8859_1);
        var matcher = java.util.regex.Pattern.compile("\n\r?\n").matcher(text);
        return matcher.find() ? text.substring(0, matcher.end()) : text;
    }

    /// As far as the reason, with the blank before it.
    String statusLine() {
        return head.lines().findFirst().orElse("").replaceAll("^(HTTP/1\\.1 \\d{3} ).*$", "$1");
    }

    /// The value of the first field of this name; nothing if there is none.
    String field(String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    void bodyIs(String expected) {
        Check.of(peer)
                .likelyIf(new String(body, UTF_8).contains("?") && !expected.contains("?"),
                        "the text was encoded in a charset that lacks these characters: name UTF-8")
                .that("the body", body)
                .is(expected);
    }
}
