package workbook.web;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One state for each thing that may come next, and one look at each byte: choose it where many requests a second leave
/// no time to look twice.
final class RequestParser {
    private enum At {
        BEGINNING, METHOD, TARGET, VERSION, LINE_BEGINS, NAME, BEFORE_VALUE, VALUE, LAST_LF
    }

    private final int maxLine;
    private final int maxHeaders;
    private final StringBuilder text = new StringBuilder();
    private final List<Header> fields = new ArrayList<>();
    private At at = At.BEGINNING;
    private int count;
    private String method = "";
    private String target = "";
    private String version = "";
    private String name = "";
    private boolean cr;

    RequestParser(int line, int headers) {
        this.maxLine = line;
        this.maxHeaders = headers;
    }

    Optional<RequestHead> feed(ByteBuffer bytes) throws RefusedRequest {
        while (bytes.hasRemaining()) {
            var next = (char) (bytes.get() & 0xff);
            count++;
            if (cr && next != '\n') {
                throw new RefusedRequest(400, "a CR alone");
            }
            if (next == '\r') {
                cr = true;
                continue;
            }
            cr = false;
            if (next < ' ' && next != '\t' && next != '\n' || next == 127) {
                throw new RefusedRequest(400, "a control character");
            }
            take(next);
            if (at.compareTo(At.LINE_BEGINS) < 0 && count > maxLine) {
                throw new RefusedRequest(414, "too long");
            }
            if (at.compareTo(At.LINE_BEGINS) > 0 && at != At.LAST_LF && count > maxHeaders) {
                throw new RefusedRequest(431, "too much");
            }
            if (at == At.LAST_LF) {
                at = At.BEGINNING;
                var head = new RequestHead(method, target, version, new Headers(fields));
                fields.clear();
                count = 0;
                return Optional.of(checked(head));
            }
        }
        return Optional.empty();
    }

    private void take(char next) throws RefusedRequest {
        switch (at) {
            case BEGINNING -> {
                if (next == '\n') {
                    count = 0;
                } else {
                    at = At.METHOD;
                    token(next);
                }
            }
            case METHOD -> {
                if (next == ' ' && !text.isEmpty()) {
                    method = taken(At.TARGET);
                } else {
                    token(next);
                }
            }
            case TARGET -> {
                if (next == ' ' && !text.isEmpty()) {
                    target = taken(At.VERSION);
                } else if (next <= ' ' || next > '~') {
                    throw new RefusedRequest(400, "no target");
                } else {
                    text.append(next);
                }
            }
            case VERSION -> {
                if (next == '\n') {
                    if (count > maxLine) {
                        throw new RefusedRequest(414, "too long");
                    }
                    version = version(taken(At.LINE_BEGINS));
                    count = 0;
                } else {
                    text.append(next);
                }
            }
            case LINE_BEGINS -> {
                if (next == '\n') {
                    at = At.LAST_LF;
                } else {
                    at = At.NAME;
                    token(next);
                }
            }
            case NAME -> {
                if (next == ':') {
                    name = taken(At.BEFORE_VALUE);
                } else {
                    token(next);
                }
            }
            case BEFORE_VALUE, VALUE -> {
                if (next == '\n') {
                    if (count > maxHeaders) {
                        throw new RefusedRequest(431, "too much");
                    }
                    fields.add(new Header(name, taken(At.LINE_BEGINS).stripTrailing()));
                } else if (at == At.VALUE || next != ' ' && next != '\t') {
                    at = At.VALUE;
                    text.append(next);
                }
            }
            default -> throw new IllegalStateException(at.toString());
        }
    }

    private void token(char next) throws RefusedRequest {
        if (!(next >= 'a' && next <= 'z' || next >= 'A' && next <= 'Z' || next >= '0' && next <= '9'
                || "!#$%&'*+-.^_`|~".indexOf(next) >= 0)) {
            throw new RefusedRequest(400, "no token");
        }
        text.append(next);
    }

    private String taken(At then) {
        var taken = text.toString();
        text.setLength(0);
        at = then;
        return taken;
    }

    private static String version(String text) throws RefusedRequest {
        return switch (text) {
            case "HTTP/1.0", "HTTP/1.1" -> text;
            default -> throw new RefusedRequest(400, "no version that is known here");
        };
    }

    private static RequestHead checked(RequestHead head) throws RefusedRequest {
        var hosts = head.headers()
                .fields()
                .stream()
                .filter(field -> field.name().toLowerCase(Locale.ROOT).equals("host"))
                .toList();
        if (hosts.size() > 1 || hosts.isEmpty() && head.version().equals("HTTP/1.1")) {
            throw new RefusedRequest(400, "not one Host");
        }
        for (var host : hosts) {
            var value = host.value();
            var port = value.startsWith("[") ? value.indexOf(']') + 1 : Math.max(value.indexOf(':'), 0);
            var hasPort = value.startsWith("[") || value.contains(":");
            var after = hasPort ? value.substring(port) : "";
            if (value.chars().anyMatch(c -> " \t/?#@\\".indexOf(c) >= 0) || value.startsWith("[") && port == 0
                    || value.startsWith("[") && !value.substring(0, port).matches("\\[[0-9a-fA-F:.]+]")
                    || !after.matches("(:[0-9]*)?")) {
                throw new RefusedRequest(400, "no Host");
            }
        }
        return head;
    }
}
