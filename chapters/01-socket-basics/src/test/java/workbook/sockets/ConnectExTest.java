package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import workbook.sockets.Outcome.Connected;
import workbook.sockets.Outcome.Other;
import workbook.sockets.Outcome.Refused;
import workbook.sockets.Outcome.TimedOut;
import workbook.sockets.Outcome.Unresolved;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.LeaksAreJudgedBy;
import workbook.testkit.NotRun;
import workbook.testkit.Python;
import workbook.testkit.ScriptedPeer;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

@LeaksAreJudgedBy("leaves_nothing_open_after_a_failure")
class ConnectExTest {
    /// For an answer that comes at once, however busy the machine.
    private static final Duration AMPLE = Duration.ofSeconds(3);

    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    void connects_to_a_port_on_which_somebody_listens() throws IOException {
        var greeting = Seed.greeting(Seed.random());
        try (var server = ScriptedPeer.start()) {
            server.sends(greeting);
            try (var socket = connected(server.transcript(), server.address())) {
                Check.of(server)
                        .likely("the socket was closed on the way out: a connected one goes to the caller, who closes it")
                        .holds(!socket.isClosed(), "an open socket", "a closed one")
                        .likely("the limit of the attempt was left on the socket, for every read of the caller's")
                        .that("ms for a read of it, where 0 is for ever", socket.getSoTimeout())
                        .is(0)
                        .that("read from it", socket.getInputStream().readNBytes(greeting.length()))
                        .is(greeting);
            }
        }
    }

    @Test
    void reports_a_refusal() {
        try (var doors = new Doors()) {
            connect(doors.transcript(), doors.refuses("127.0.0.1", 0), AMPLE)
                    .whenReturned(TimedOut.class::isInstance,
                            "a machine that says no has answered: nothing timed out")
                    .byHand("nc -v 127.0.0.1 4001")
                    .returns("Refused", Refused.class::isInstance);
        }
    }

    @Test
    void reports_that_nobody_answers() {
        try (var doors = new Doors()) {
            connect(doors.transcript(), doors.keepsSilent("127.0.0.1", 0), SHORT).returns("TimedOut",
                    TimedOut.class::isInstance);
        }
    }

    @Test
    void does_not_look_a_name_up() {
        var random = Seed.random();
        var nowhere = Seed.word(random) + "-" + Seed.word(random) + ".invalid";
        try (var server = ScriptedPeer.start()) {
            // RFC 6761, section 6.4: nobody will ever have a name that ends in .invalid.
            for (var host : List.of(nowhere, "localhost")) {
                server.transcript().test("gave the unresolved address " + host + ":" + server.address().getPort());
                var unresolved = InetSocketAddress.createUnresolved(host, server.address().getPort());
                connect(server.transcript(), unresolved, AMPLE)
                        .whenReturned(Connected.class::isInstance,
                                "the name was looked up: an unresolved address is an outcome, and nobody is called")
                        .returns("Unresolved", Unresolved.class::isInstance);
            }
        }
    }

    @Test
    void hands_on_what_else_went_wrong() {
        // A connection has two ends, and a multicast address stands for many (RFC 9293, section 3.9.1.1, MUST-46).
        var many = new InetSocketAddress("224.0.0.1", 4000);
        needAFailureOfAnotherKind(many);
        var transcript = new Transcript();
        transcript.test("gave the address 224.0.0.1, to which there is no way by TCP");
        connect(transcript, many, AMPLE)
                .whenReturned(Refused.class::isInstance,
                        "nobody was there to say no: a refusal is a ConnectException, and this is another SocketException")
                .whenReturned(outcome -> outcome instanceof Other(var cause) && cause == null,
                        "the exception was lost, and it is all that tells what went wrong")
                .whenReturned(outcome -> outcome instanceof Other(var cause) && cause != null,
                        "another exception stands in the place of the one that the attempt ended in")
                .returns("Other, with the SocketException of the attempt",
                        outcome -> outcome instanceof Other(SocketException cause) && cause != null);
    }

    @Test
    void is_refused_by_ipv4_where_only_ipv6_is_served() {
        try (var doors = new Doors()) {
            var port = doors.accepts("::1", 0).getLocalPort();
            doors.refuses("127.0.0.1", port);
            connect(doors.transcript(), new InetSocketAddress("127.0.0.1", port), AMPLE).returns("Refused",
                    Refused.class::isInstance);
        }
    }

    @Test
    void counts_less_than_a_millisecond_as_one() {
        try (var doors = new Doors()) {
            connect(doors.transcript(), doors.keepsSilent("127.0.0.1", 0), Duration.ofNanos(500_000))
                    .whenHung("half a millisecond, cut to a whole number of them, is 0, and 0 is no limit at all")
                    .whenThrew(IllegalArgumentException.class, "half a millisecond is more than nothing")
                    .returns("TimedOut", TimedOut.class::isInstance);
        }
    }

    @Test
    void refuses_a_limit_of_nothing() {
        for (var limit : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofNanos(-1))) {
            try (var server = ScriptedPeer.start()) {
                server.transcript().test("gave a limit of " + limit.toMillis() + " ms");
                Call.of(server, () -> ConnectEx.connect(server.address(), limit))
                        .whenReturned(outcome -> true,
                                "a limit of 0 means for ever to a socket: only a positive one is a limit")
                        .throwsA(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void leaves_nothing_open_after_a_failure() {
        try (var doors = new Doors()) {
            connect(doors.transcript(), doors.refuses("127.0.0.1", 0), AMPLE).returns("Refused",
                    Refused.class::isInstance);
            var unresolved = InetSocketAddress.createUnresolved("nowhere.invalid", 4000);
            connect(doors.transcript(), unresolved, AMPLE).returns("Unresolved", Unresolved.class::isInstance);
            var silent = doors.keepsSilent("127.0.0.1", 0);
            connect(doors.transcript(), silent, SHORT).returns("TimedOut", TimedOut.class::isInstance);
        }
    }

    @Test
    @Witness("python3")
    void agrees_with_connect_ex_of_python() throws IOException {
        var program = """
                import errno, socket, sys
                for port in sys.argv[1:]:
                    with socket.socket() as caller:
                        caller.settimeout(0.05)
                        number = caller.connect_ex(("127.0.0.1", int(port)))
                        print(errno.errorcode.get(number, number))
                """;
        try (var doors = new Doors()) {
            var open = (InetSocketAddress) doors.accepts("127.0.0.1", 0).getLocalSocketAddress();
            var closed = doors.refuses("127.0.0.1", 0);
            var silent = doors.keepsSilent("127.0.0.1", 0);
            try (var python = Python.runs(program, port(open), port(closed), port(silent))) {
                connected(python.transcript(), open).close();
                connect(python.transcript(), closed, AMPLE).returns("Refused", Refused.class::isInstance);
                connect(python.transcript(), silent, SHORT).returns("TimedOut", TimedOut.class::isInstance);
                if (!new String(python.printed(), US_ASCII).equals("0\nECONNREFUSED\nEAGAIN\n")) {
                    throw new IllegalStateException("Python met another network: " + python.err());
                }
            }
        }
    }

    private static Call<Outcome> connect(Transcript transcript, InetSocketAddress address, Duration limit) {
        if (limit != AMPLE) {
            transcript.test("gave a limit of " + limit.toNanos() / 1_000_000.0 + " ms");
        }
        return ending(transcript, () -> ConnectEx.connect(address, limit));
    }

    private static Call<Outcome> ending(Transcript transcript, Callable<Outcome> attempt) {
        return Call.of(transcript, attempt)
                .whenHung("the attempt has no limit: setSoTimeout bounds reads, and connect takes a limit of its own")
                .whenReturnedNull("null was returned: every ending has a record")
                .whenThrew(RuntimeException.class, "an exception came out: every ending is an outcome")
                .whenThrew(UnresolvedAddressException.class,
                        "a channel throws this, which is no IOException, when it is given an unresolved address: ask "
                                + "before you call")
                .whenReturned(outcome -> causeIs(outcome, SocketException.class),
                        "a socket that failed to connect is closed: a second attempt with it tells of that, and not of "
                                + "the server")
                .whenReturned(outcome -> causeIs(outcome, ConnectException.class),
                        "a refusal arrives as a ConnectException, and has an outcome of its own")
                .whenReturned(outcome -> causeIs(outcome, SocketTimeoutException.class),
                        "that the limit has passed is a SocketTimeoutException, whatever words it carries: tell endings "
                                + "apart by their classes")
                .whenReturned(outcome -> causeIs(outcome, UnknownHostException.class),
                        "a name without an address has an outcome of its own")
                .whenReturned(Refused.class::isInstance,
                        "not every failure is a refusal: nobody has said no here");
    }

    /// The socket of an attempt that must connect.
    private static Socket connected(Transcript transcript, InetSocketAddress address) {
        var sockets = new ArrayList<Socket>();
        ending(transcript, () -> {
            var outcome = ConnectEx.connect(address, AMPLE);
            if (outcome instanceof Connected(var socket) && socket != null) {
                sockets.add(socket);
            }
            return outcome;
        }).returns("Connected, with a socket", outcome -> !sockets.isEmpty());
        return sockets.getFirst();
    }

    private static boolean causeIs(Outcome outcome, Class<? extends IOException> type) {
        return outcome instanceof Other(var cause) && cause != null && cause.getClass() == type;
    }

    private static String port(InetSocketAddress address) {
        return Integer.toString(address.getPort());
    }

    private static void needAFailureOfAnotherKind(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(address, 100);
        } catch (ConnectException | SocketTimeoutException e) {
            throw new NotRun("this system answers a call of a multicast address with " + e,
                    "run the workbook on Linux, in a virtual machine for example");
        } catch (IOException e) {
            return;
        }
        throw new IllegalStateException("a connection with a multicast address");
    }
}
