package workbook.web;

/// What a server answered, as a client keeps it.
///
/// @param body whole, without its framing
record Reply(int status, Headers headers, byte[] body) {}
