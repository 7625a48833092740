package workbook.web;

import java.io.InputStream;

/// A request as a [Handler] gets it.
///
/// @param body ends where the body ends; empty for a request without one
record Request(RequestHead head, InputStream body) {}
