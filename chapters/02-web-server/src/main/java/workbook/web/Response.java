package workbook.web;

/// An answer to a request. What says how long the body is and whether the connection goes on is not among its headers:
/// whoever sends it knows that.
record Response(int status, Headers headers, Content content) {
    /// A text for people.
    static Response text(int status, String text) {
        return new Response(status, Headers.of("Content-Type", "text/plain; charset=utf-8"), Content.of(text));
    }

    /// This with one header more.
    Response with(String name, String value) {
        return new Response(status, headers.with(name, value), content);
    }
}
