package workbook.rawtcp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

// tag::machine[]
/// One end of a connection, without clock, thread or network: what has arrived goes in, what is to be sent comes out.
interface Machine {
    State state();

    /// @param segment of this connection, its checksum right
    /// @return what to send, in this order
    List<Segment> on(Segment segment, Instant now);

    /// @return what to send, because its time has come
    default List<Segment> tick(Instant now) {
        return List.of();
    }

    /// When [#tick] has something to do, unless something happens before.
    default Optional<Instant> alarm() {
        return Optional.empty();
    }
}
// end::machine[]
