package workbook.kit.network;

/// Which network this process uses, and why.
///
/// @param kind   of whom the network is
/// @param reason for [Kind#HOST] one sentence that ends in the command which would change it; else empty
public record NetworkState(Kind kind, String reason) {
    public enum Kind {
        /// A network namespace that nothing else uses.
        PRIVATE,
        /// The machine's.
        HOST
    }

    public boolean isPrivate() {
        return kind == Kind.PRIVATE;
    }
}
