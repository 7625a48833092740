package workbook.web;

/// One field of a message's head: a name, in whichever case it was written, and a value without blanks around it
/// (RFC 9110, 5).
record Header(String name, String value) {}
