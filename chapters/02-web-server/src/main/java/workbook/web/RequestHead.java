package workbook.web;

/// What a request says before its body: `GET /index.html HTTP/1.1` and the header fields (RFC 9112, 2.1).
///
/// @param method as sent; methods are case-sensitive (RFC 9110, 9.1)
/// @param target as sent, not decoded
/// @param version `HTTP/1.0` or `HTTP/1.1`
record RequestHead(String method, String target, String version, Headers headers) {
    boolean isHttp10() {
        return version.equals("HTTP/1.0");
    }
}
