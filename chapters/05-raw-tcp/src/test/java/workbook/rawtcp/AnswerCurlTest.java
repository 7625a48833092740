package workbook.rawtcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static workbook.rawtcp.Control.ACK;
import static workbook.rawtcp.Control.FIN;
import static workbook.rawtcp.Control.PSH;
import static workbook.rawtcp.Control.RST;
import static workbook.rawtcp.Control.SYN;
import static workbook.rawtcp.Talk.address;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import workbook.kit.network.PrivateNetwork;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Curl;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class AnswerCurlTest {
    private static final Instant NOW = Instant.EPOCH;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Inet4Address SERVER = address("10.77.0.2");
    private static final Inet4Address OTHER_SERVER = address("10.77.0.3");
    private static final Inet4Address ANA = address("10.77.0.1");
    private static final Inet4Address BO = address("10.77.0.9");
    private static final byte[] NOTHING = {};

    private static final String GROWS = "the table grows with everybody who knocks in vain, and never gets smaller";

    /// A machine that notes what it is given, and answers with its name.
    private static final class Named implements Machine {
        final List<String> heard = new ArrayList<>();
        final Ends ends;
        State state = State.LISTEN;
        Optional<Instant> alarm = Optional.empty();
        State next = State.ESTABLISHED;

        Named(Ends ends) {
            this.ends = ends;
        }

        @Override
        public State state() {
            return state;
        }

        @Override
        public List<Segment> on(Segment segment, Instant now) {
            heard.add(Talk.text(segment));
            state = next;
            return List.of(says(heard.size()));
        }

        private Segment says(int number) {
            return ends.segment(number, 0, PSH, 0, NOTHING, NOTHING);
        }

        @Override
        public List<Segment> tick(Instant now) {
            heard.add("tick at " + Duration.between(NOW, now).toMillis() + " ms");
            state = next;
            return List.of(says(heard.size()));
        }

        @Override
        public Optional<Instant> alarm() {
            return alarm;
        }
    }

    /// A table, at whose port 80 somebody listens.
    private static final class Scene {
        final Transcript transcript = new Transcript();
        final List<Named> made = new ArrayList<>();
        final ConnectionTable table;
        boolean isListening = true;

        Scene() {
            transcript.test("made a table; somebody listens at port 80");
            Function<Ends, Optional<Machine>> listener = ends -> {
                if (ends.localPort() != 80 || !isListening) {
                    return Optional.empty();
                }
                made.add(new Named(ends));
                transcript.test("was asked for a machine, and gave one");
                return Optional.of(made.getLast());
            };
            table = Call.of(transcript, () -> new ConnectionTable(listener)).value();
        }

        /// What is said to this segment.
        String hears(Segment segment) {
            transcript.test("sent you, from " + segment.source().getHostAddress() + " port "
                    + segment.header().sourcePort() + " to " + segment.destination().getHostAddress() + " port "
                    + segment.header().destinationPort() + ", " + Talk.text(segment));
            var said = Call.of(transcript, () -> table.on(segment, NOW))
                    .whenThrew(ConcurrentModificationException.class,
                            "a connection was forgotten while the map was gone "
                                    + "through")
                    .value();
            said.forEach(each -> transcript.you("sent " + Talk.text(each)));
            return Talk.text(said);
        }

        Named opens(Segment syn) {
            hears(syn);
            hasMade(1, "a SYN to a port at which somebody listens begins a connection");
            return made.getLast();
        }

        void hasMade(int count, String likely) {
            check().likely(likely).that("machines asked for", made.size()).is(count);
        }

        void hasSize(int size, String likely) {
            check().likely(likely).that("as the size", Call.of(transcript, table::size).value()).is(size);
        }

        List<Segment> ticks(long millis) {
            transcript.test("said that it is " + millis + " ms later");
            return Call.of(transcript, () -> table.tick(NOW.plusMillis(millis)))
                    .whenThrew(ConcurrentModificationException.class,
                            "ConcurrentModificationException: a connection was "
                                    + "forgotten while the map was gone through")
                    .value();
        }

        Check check() {
            return Check.of(transcript);
        }
    }

    private static Segment from(Inet4Address client, int port, int control, int sequence, String data) {
        return between(client, port, SERVER, 80, control, sequence, data);
    }

    private static Segment between(Inet4Address client, int port, Inet4Address server, int serverPort, int control,
            int sequence, String data) {
        return new Segment(client, server,
                new TcpHeader(port, serverPort, sequence, (control & ACK) == 0 ? 0 : 777, control, 0xffff, 0, 0,
                        NOTHING),
                data.getBytes(US_ASCII));
    }

    @Test
    void hands_a_syn_to_whoever_listens() {
        var scene = new Scene();
        var said = scene.hears(from(ANA, 40_000, SYN, 100, ""));
        scene.hasMade(1, "a SYN to a port at which somebody listens begins a connection");
        scene.check()
                .likely("the machine that was made is handed the SYN, too, and what it says is sent")
                .that("heard by the machine", scene.made.getFirst().heard)
                .is(List.of("SYN seq 100"))
                .that("sent", said)
                .is("PSH seq 1");
        scene.hasSize(1, "");
    }

    @Test
    void keeps_connections_apart() {
        var scene = new Scene();
        var clients = List.of(from(ANA, 40_000, SYN, 1, ""), from(ANA, 40_001, SYN, 2, ""),
                from(BO, 40_000, SYN, 3, ""),
                between(ANA, 40_000, OTHER_SERVER, 80, SYN, 4, ""));
        clients.forEach(scene::hears);
        scene.check()
                .likely("the ends are turned round: what is the source of a segment is the remote end of who receives it, and "
                        + "somebody was asked who listens at the client's port")
                .holds(!scene.made.isEmpty(), "that a SYN to port 80 begins a connection", "none was begun");
        scene.hasMade(4,
                "a connection is what has both ends in common, the address and the port of each: four clients that "
                        + "differ in one of these are four");
        for (var each : clients) {
            scene.hears(between(each.source(), each.header().sourcePort(), each.destination(), 80, ACK | PSH,
                    each.header().sequence() + 1, "hello " + each.header().sequence()));
        }
        for (var i = 0; i < 4; i++) {
            scene.check()
                    .likely("a connection is what has both ends in common")
                    .that("heard by machine " + (i + 1), scene.made.get(i).heard)
                    .is(List.of("SYN seq " + (i + 1), "PSH,ACK seq " + (i + 2) + " ack 777 data hello " + (i + 1)));
            scene.check()
                    .likely("the ends are turned round: what is the source of a segment is the remote end of who receives it")
                    .that("as the ends of machine " + (i + 1), scene.made.get(i).ends)
                    .is(Ends.ofReceived(clients.get(i)));
        }
    }

    @Test
    void asks_for_a_machine_once() {
        for (var state : List.of(State.SYN_RECEIVED, State.FIN_WAIT_2)) {
            var half = new Scene();
            half.opens(from(ANA, 40_000, SYN, 100, "")).state = state;
            half.made.getFirst().next = state;
            half.hears(from(ANA, 40_000, SYN, 200_000, ""));
            half.hasMade(1,
                    "there is a machine for these ends, and it is not in TIME_WAIT: another machine in its place knows "
                            + "nothing of the connection");
        }
        var scene = new Scene();
        scene.opens(from(ANA, 40_000, SYN, 100, ""));
        for (var sequence : List.of(100, 100, 200_000)) {
            scene.hears(from(ANA, 40_000, SYN, sequence, ""));
            scene.hasMade(1,
                    "there is a machine for these ends, which knows what to do about a SYN; another machine in its "
                            + "place knows nothing of the connection");
        }
        scene.check().that("segments heard by the machine", scene.made.getFirst().heard.size()).is(4);
    }

    @Test
    void takes_no_notice_of_other_bits() {
        for (var more : List.of(Control.ECE | Control.CWR, Control.URG, 1 << 11)) {
            var scene = new Scene();
            scene.hears(from(ANA, 40_000, SYN | more, 100, ""));
            scene.hasMade(1,
                    "a control bit more, which has nothing to do with this, and the SYN was not known any more: ask for "
                            + "the bits that matter, and not for all at once");
        }
    }

    @Test
    void keeps_what_was_opened_from_here() {
        var scene = new Scene();
        var ends = new Ends(SERVER, 50_000, ANA, 25);
        var mine = new Named(ends);
        mine.state = State.SYN_SENT;
        scene.transcript.test("added a machine for port 50000, which is in SYN_SENT");
        Call.doing(scene.transcript, () -> scene.table.add(ends, mine)).completes();
        scene.hasSize(1, "");
        scene.hears(between(ANA, 25, SERVER, 50_000, SYN | ACK, 100, ""));
        scene.check()
                .likely("a SYN,ACK belongs to the machine that was added for its ends")
                .that("heard by it", mine.heard)
                .is(List.of("SYN,ACK seq 100 ack 777"));
        scene.hasMade(0, "");
    }

    // Strangers

    @Test
    void sends_strangers_a_reset() {
        var scene = new Scene();
        var likely = "whoever that is believes in a connection, or wants one where nobody listens, and nobody tells them: they "
                + "try again until their patience is over";
        scene.check()
                .likely(likely)
                .that("sent", scene.hears(from(ANA, 40_000, ACK | PSH, 100, "hello")))
                .is("RST seq 777");
        scene.check().likely(likely).that("sent", scene.hears(from(ANA, 40_000, FIN | ACK, 100, ""))).is("RST seq 777");
        scene.check()
                .likely(likely)
                .that("sent", scene.hears(between(ANA, 40_000, SERVER, 81, SYN, 100, "")))
                .is("RST,ACK seq 0 ack 101");
        scene.opens(from(ANA, 40_000, SYN, 100, ""));
        scene.check().likely(likely).that("sent", scene.hears(from(ANA, 40_001, ACK, 100, ""))).is("RST seq 777");
    }

    @Test
    void answers_no_reset() {
        var scene = new Scene();
        for (var control : List.of(RST, RST | ACK, RST | SYN)) {
            scene.check()
                    .likely("a reset that is answered by a reset may be answered by a reset, and so on, for ever")
                    .that("sent", scene.hears(from(ANA, 40_000, control, 100, "")))
                    .is("nothing");
        }
        scene.hasMade(0, "a reset begins nothing");
    }

    @Test
    void asks_the_listener_for_a_syn_only() {
        var scene = new Scene();
        for (var control : List.of(ACK, ACK | PSH, FIN | ACK, PSH)) {
            scene.hears(from(ANA, 40_000, control, 100, "hello"));
            scene.hasMade(0, "a connection begins with a SYN, and with nothing else");
        }
        scene.hears(from(ANA, 40_000, SYN | ACK, 100, ""));
        scene.hasMade(0, "this is the answer to a SYN, one that nobody here has sent");
    }

    @Test
    void forgets_whoever_it_turned_away() {
        var scene = new Scene();
        for (var port = 40_000; port < 40_010; port++) {
            scene.hears(between(ANA, port, SERVER, 81, SYN, 100, ""));
            scene.hears(from(BO, port, ACK, 100, ""));
        }
        scene.hasSize(0, GROWS);
        scene.check()
                .that("sent", scene.hears(between(ANA, 40_000, SERVER, 81, ACK, 101, "")))
                .is("RST seq 777");
    }

    // The end

    @Test
    void forgets_what_is_closed() {
        var scene = new Scene();
        var likely = "it is over: nobody will ever hear of it again, and its ends may be used by another one";
        var first = scene.opens(from(ANA, 40_000, SYN, 100, ""));
        first.next = State.CLOSED;
        scene.check()
                .likely("what a machine says last is sent like everything else")
                .that("sent", scene.hears(from(ANA, 40_000, ACK, 101, "")))
                .is("PSH seq 2");
        scene.hasSize(0, likely);
        scene.check().likely(likely).that("sent", scene.hears(from(ANA, 40_000, ACK, 102, ""))).is("RST seq 777");
        for (var port = 40_001; port < 40_004; port++) {
            scene.hears(from(ANA, port, SYN, 100, ""));
            scene.made.getLast().alarm = Optional.of(NOW.plusMillis(10));
            scene.made.getLast().next = State.CLOSED;
        }
        scene.ticks(10);
        scene.hasSize(0, likely);
    }

    @Test
    void forgets_what_came_to_nothing() {
        var scene = new Scene();
        var machine = scene.opens(from(ANA, 40_000, SYN, 100, ""));
        machine.next = State.LISTEN;
        scene.hears(from(ANA, 40_000, RST, 101, ""));
        scene.hasSize(0, GROWS + ": this one is where it began, in LISTEN, and its client has gone");
        scene.hears(from(ANA, 40_000, SYN, 100, ""));
        scene.hasMade(2, "");
    }

    @Test
    void remembers_time_wait() {
        var scene = new Scene();
        var machine = scene.opens(from(ANA, 40_000, SYN, 100, ""));
        machine.next = State.TIME_WAIT;
        var likely = "in TIME_WAIT both have finished, and the last acknowledgment may have been lost, or old segments may "
                + "still be under way: who forgets it answers them with a reset";
        scene.hears(from(ANA, 40_000, FIN | ACK, 101, ""));
        scene.hasSize(1, likely);
        scene.check().likely(likely).that("sent", scene.hears(from(ANA, 40_000, FIN | ACK, 101, ""))).is("PSH seq 3");
        machine.alarm = Optional.of(NOW.plusMillis(10));
        machine.next = State.CLOSED;
        scene.ticks(10);
        scene.hasSize(0, "its time is over");
    }

    /// RFC 9293, 3.6.1.
    @Test
    void begins_anew_in_place_of_time_wait() {
        for (var number : List.of(102, 5_000, 102 + (1 << 30))) {
            var scene = waiting();
            scene.hears(from(ANA, 40_000, SYN, number, ""));
            scene.hasMade(2,
                    "a new connection from the same port, and its number comes after all that the old one has brought: "
                            + "no old segment can be taken for one of it");
            scene.check()
                    .that("heard by the new machine", scene.made.getLast().heard)
                    .is(List.of("SYN seq " + number));
            scene.hasSize(1, "the new one is in the old one's place");
            scene.hears(from(ANA, 40_000, ACK, number + 1, ""));
            scene.check().that("segments heard by the new machine", scene.made.getLast().heard.size()).is(2);
        }
        var scene = waiting();
        scene.isListening = false;
        scene.check()
                .likely("nobody listens any more, and the old connection is still in TIME_WAIT: it is its segment")
                .that("sent", scene.hears(from(ANA, 40_000, SYN, 5_000, "")))
                .is("PSH seq 3");
        scene.hasSize(1, "nobody listens any more, and the old connection is still in TIME_WAIT");
    }

    /// A machine in TIME_WAIT that has heard SYN 100 and FIN 101.
    private static Scene waiting() {
        var scene = new Scene();
        var machine = scene.opens(from(ANA, 40_000, SYN, 100, ""));
        machine.next = State.TIME_WAIT;
        scene.hears(from(ANA, 40_000, FIN | ACK, 101, ""));
        return scene;
    }

    @Test
    void does_not_begin_anew_for_an_old_syn() {
        for (var number : List.of(100, 101, -5_000)) {
            var scene = waiting();
            scene.hears(from(ANA, 40_000, SYN, number, ""));
            scene.hasMade(1, "this SYN is the old connection's own, or an older one's, and comes late");
        }
        var scene = new Scene();
        var machine = scene.opens(from(ANA, 40_000, SYN, Integer.MAX_VALUE - 10, ""));
        machine.next = State.TIME_WAIT;
        scene.hears(from(ANA, 40_000, FIN | ACK, Integer.MAX_VALUE - 9, "a long farewell, across the line"));
        scene.hears(from(ANA, 40_000, SYN, Integer.MAX_VALUE - 5, ""));
        scene.hasMade(1, "the numbers go round, and something here compares them on a line");
        scene.hears(from(ANA, 40_000, SYN, Integer.MIN_VALUE + 1_000, ""));
        scene.hasMade(2, "the numbers go round, and something here compares them on a line");
    }

    @Test
    void does_not_forget_the_numbers_that_came() {
        var scene = waiting();
        scene.hears(from(ANA, 40_000, ACK | PSH, 102, "late, and new"));
        scene.hears(from(ANA, 40_000, ACK, 101, ""));
        scene.hears(from(ANA, 40_000, SYN, 110, ""));
        scene.hasMade(1,
                "the greatest of all the numbers that came counts: also those in TIME_WAIT, and not the latest one, "
                        + "which may be a repeated one");
        scene.hears(from(ANA, 40_000, SYN, 115, ""));
        scene.hasMade(2, "");
        var ends = new Ends(SERVER, 80, ANA, 40_000);
        var added = new Scene();
        var mine = new Named(ends);
        mine.state = State.ESTABLISHED;
        added.transcript.test("added a machine for the client's port 40000");
        Call.doing(added.transcript, () -> added.table.add(ends, mine)).completes();
        added.hears(from(ANA, 40_000, ACK | PSH, 500, "hello"));
        mine.next = State.TIME_WAIT;
        added.hears(from(ANA, 40_000, FIN | ACK, 505, ""));
        added.hears(from(ANA, 40_000, SYN, 300, ""));
        added.hasMade(0, "what was added has brought numbers, too");
    }

    @Test
    void begins_anew_with_a_syn_only() {
        for (var control : List.of(SYN | ACK, SYN | RST, ACK)) {
            var scene = waiting();
            scene.hears(from(ANA, 40_000, control, 5_000, ""));
            scene.hasMade(1, "only a SYN without ACK and RST begins something, in place of TIME_WAIT, too");
        }
    }

    // Time

    @Test
    void passes_the_time_on_to_whom_it_concerns() {
        var scene = new Scene();
        for (var alarm : List.of(30, 10, 10, 0)) {
            scene.hears(from(ANA, 40_000 + scene.made.size(), SYN, 100, ""));
            scene.made.getLast().alarm = alarm == 0 ? Optional.empty() : Optional.of(NOW.plusMillis(alarm));
        }
        scene.ticks(9);
        scene.check()
                .likely("their time has not come")
                .that("heard by all four", heard(scene))
                .is(List.of("SYN seq 100", "SYN seq 100", "SYN seq 100", "SYN seq 100"));
        var said = scene.ticks(10);
        scene.check()
                .likelyIf(heard(scene).equals(List.of("SYN seq 100", "SYN seq 100", "SYN seq 100", "SYN seq 100")),
                        "the alarm is for that very moment")
                .likely("two have an alarm at 10 ms: all of them are told, and nobody whose time has not come")
                .that("heard last by the four", heard(scene))
                .is(List.of("SYN seq 100", "tick at 10 ms", "tick at 10 ms", "SYN seq 100"))
                .that("segments to send", said.size())
                .is(2);
    }

    private static List<String> heard(Scene scene) {
        return scene.made.stream().map(machine -> machine.heard.getLast()).toList();
    }

    @Test
    void knows_the_earliest_alarm() {
        var scene = new Scene();
        scene.check().that("as the alarm", Call.of(scene.transcript, scene.table::alarm).value()).is(Optional.empty());
        for (var alarm : List.of(0, 30, 10, 20)) {
            scene.hears(from(ANA, 40_000 + scene.made.size(), SYN, 100, ""));
            scene.made.getLast().alarm = alarm == 0 ? Optional.empty() : Optional.of(NOW.plusMillis(alarm));
        }
        scene.transcript.test("set alarms at 30, 10 and 20 ms");
        scene.check()
                .likely("the earliest of them is the one that somebody has to be woken for")
                .that("as the alarm", Call.of(scene.transcript, scene.table::alarm).value())
                .is(Optional.of(NOW.plusMillis(10)));
    }

    // The examiners

    private static final String PAGE = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n";

    /// Serves a page at 10.77.0.2, port 80, until the condition holds.
    private static void serve(Transcript transcript, Wire wire, ConnectionTable table, BooleanSupplier condition) {
        var driver = new Driver(wire, segment -> table.on(segment, Instant.now()));
        Call.doing(transcript, () -> driver.until(condition, LIMIT)).completes();
    }

    private static ConnectionTable site(List<Machine> machines) {
        return new ConnectionTable(ends -> {
            if (ends.localPort() != 80) {
                return Optional.empty();
            }
            machines.add(new OnePage(ends, 1_000_000 * machines.size(),
                    request -> new String(request, US_ASCII).endsWith("\r\n\r\n")
                            ? Optional.of(PAGE.getBytes(US_ASCII))
                            : Optional.empty()));
            return Optional.of(machines.getLast());
        });
    }

    private static boolean areOver(List<Machine> machines, int count) {
        return machines.size() == count && machines.stream()
                .allMatch(machine -> machine.state() == State.TIME_WAIT || machine.state() == State.CLOSED);
    }

    @Test
    @Witness("curl")
    void two_curls_fetch_a_page_at_once() throws IOException {
        Kernel.needed();
        var transcript = new Transcript();
        transcript.test("had curl fetch http://10.77.0.2/ twice at the same time");
        var machines = new ArrayList<Machine>();
        try (var wire = Wire.toKernel(PrivateNetwork.nobody());
                var first = Curl.runs("http://10.77.0.2/");
                var second = Curl.runs("http://10.77.0.2/")) {
            var table = Call.of(transcript, () -> site(machines)).value();
            serve(transcript, wire, table, () -> areOver(machines, 2));
            for (var curl : List.of(first, second)) {
                Check.of(transcript)
                        .row("curl says", curl.err().isEmpty() ? "nothing" : curl.err().strip())
                        .that("from a curl", curl.text())
                        .is("hello\n");
            }
        }
    }

    @Test
    @Witness("curl")
    void curl_is_refused_where_nobody_listens() throws IOException {
        Kernel.needed();
        var transcript = new Transcript();
        transcript.test("had curl fetch http://10.77.0.2:81/, where nobody listens");
        var refused = new boolean[1];
        try (var wire = Wire.toKernel(PrivateNetwork.nobody()); var curl = Curl.runs("http://10.77.0.2:81/")) {
            var table = Call.of(transcript, () -> site(new ArrayList<>())).value();
            var driver = new Driver(wire, segment -> {
                // The test before may have left a segment behind, which is another port's.
                refused[0] |= segment.header().destinationPort() == 81;
                return table.on(segment, Instant.now());
            });
            Call.doing(transcript, () -> driver.until(() -> refused[0], LIMIT)).completes();
            Check.of(transcript)
                    .row("curl says", curl.err().strip())
                    .that("as curl's exit code, where 7 is a connection refused", curl.exit())
                    .is(7);
        }
    }

    @Test
    void http_client_fetches_a_page() throws Exception {
        Kernel.needed();
        var transcript = new Transcript();
        transcript.test("had the JDK's HttpClient fetch http://10.77.0.2/");
        var machines = new ArrayList<Machine>();
        try (var wire = Wire.toKernel(PrivateNetwork.nobody()); var client = HttpClient.newHttpClient()) {
            var table = Call.of(transcript, () -> site(machines)).value();
            var request = HttpRequest.newBuilder(URI.create("http://10.77.0.2/"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .timeout(LIMIT)
                    .build();
            var answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofString(US_ASCII));
            serve(transcript, wire, table, () -> areOver(machines, 1));
            Check.of(transcript).that("from HttpClient", answer.get().body()).is("hello\n");
        }
    }
}
