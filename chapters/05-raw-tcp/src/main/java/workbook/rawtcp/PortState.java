package workbook.rawtcp;

/// What a SYN to a port brings to light.
enum PortState {
    /// Somebody listens.
    OPEN,
    /// Nobody listens, and the machine says so.
    CLOSED,
    /// No answer: nobody there, or somebody who says nothing.
    SILENT,
    /// The system did not let the SYN out.
    NOT_PERMITTED
}
