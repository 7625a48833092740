package workbook.chat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// The page with which a browser takes part. It asks for nothing from elsewhere, and all that others have said gets into
/// it as text, never as markup.
final class ChatPage {
    private static final byte[] HTML = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Chat</title>
            <link rel="icon" href="data:,">
            <style>
            :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
            body { box-sizing: border-box; display: flex; flex-direction: column; gap: .75rem; height: 100dvh;
                margin: 0 auto; max-width: 44rem; padding: 1rem }
            h1 { font-size: 1.25rem; margin: 0 }
            h1 span { font-size: 1rem; font-weight: normal }
            ol { border: 1px solid; border-radius: .25rem; flex: 1; list-style: none; margin: 0; overflow-y: auto;
                padding: .5rem .75rem }
            li { overflow-wrap: anywhere; white-space: pre-wrap }
            li.notice { font-style: italic }
            li.private { font-weight: bold }
            li.refusal { color: light-dark(#a40000, #ff9d94) }
            form { display: flex; gap: .5rem }
            label { align-self: center }
            input { flex: 1; min-width: 0 }
            input, button { font: inherit; padding: .25rem .75rem }
            </style>
            </head>
            <body>
            <h1>Chat <span id="state" role="status">connecting</span></h1>
            <ol id="lines" role="log" aria-label="What has been said" tabindex="0"></ol>
            <form id="form">
            <label for="text">Say</label>
            <input id="text" maxlength="1000" autocomplete="off" autofocus required disabled>
            <button id="send" disabled>Send</button>
            </form>
            <noscript>This page talks to the room with a script, and your browser runs none.</noscript>
            <script>
            "use strict";
            const [state, lines, form, text, send] =
                ["state", "lines", "form", "text", "send"].map(id => document.getElementById(id));
            const kinds = { "*": "notice", "[": "private", "!": "refusal" };
            const room = new WebSocket(location.origin.replace(/^http/, "ws") + "/");

            function show(line) {
                const atEnd = lines.scrollTop + lines.clientHeight >= lines.scrollHeight - 8;
                const item = document.createElement("li");
                item.textContent = line;
                item.className = kinds[line[0]] ?? "";
                lines.append(item);
                while (lines.children.length > 1000) {
                    lines.firstChild.remove();
                }
                if (atEnd) {
                    lines.scrollTop = lines.scrollHeight;
                }
            }

            function open(isOpen) {
                text.disabled = send.disabled = !isOpen;
                state.textContent = isOpen ? "connected" : "not connected: reload the page to come back";
            }

            room.onopen = () => { open(true); text.focus(); };
            room.onclose = () => open(false);
            room.onmessage = ({data}) => data === "?" ? room.send("/pong") : show(data);
            form.onsubmit = event => {
                event.preventDefault();
                if (new TextEncoder().encode(text.value).length > 1024) {
                    show("! that is too long");
                    return;
                }
                room.send(text.value);
                text.value = "";
            };
            </script>
            </body>
            </html>
            """.getBytes(UTF_8);

    private ChatPage() {}

    /// Answers a request that asks for no WebSocket: the page for `GET /`, and for anything else that it is not there.
    static void answer(HttpHead request, OutputStream out) throws IOException {
        if (!request.method().equals("GET") || !request.target().equals("/")) {
            HttpHead.answer(out, "404 Not Found");
            return;
        }
        var response = new ByteArrayOutputStream();
        response.writeBytes("""
                HTTP/1.1 200 OK\r
                Content-Type: text/html; charset=utf-8\r
                Content-Security-Policy: default-src 'none'; img-src data:; style-src 'unsafe-inline'; \
                script-src 'unsafe-inline'; connect-src 'self'; form-action 'none'; base-uri 'none'; \
                frame-ancestors 'self'\r
                X-Content-Type-Options: nosniff\r
                Cache-Control: no-store\r
                Connection: close\r
                Content-Length: %d\r
                \r
                """.formatted(HTML.length).getBytes(US_ASCII));
        response.writeBytes(HTML);
        out.write(response.toByteArray());
        out.flush();
    }
}
