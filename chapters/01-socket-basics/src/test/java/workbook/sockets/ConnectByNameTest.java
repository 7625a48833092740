package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.LeaksAreJudgedBy;
import workbook.testkit.Python;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

@LeaksAreJudgedBy("closes_all_but_the_one_that_it_returns")
class ConnectByNameTest {
    /// For what comes at once, however busy the machine.
    private static final Duration AMPLE = Duration.ofSeconds(3);

    // Long enough for attempts to begin 250 ms after one another, as RFC 8305, section 5, recommends.
    private static final Duration TWO_ATTEMPTS = Duration.ofMillis(350);
    private static final Duration THREE_ATTEMPTS = Duration.ofMillis(570);

    @Test
    void connects_to_the_address_that_the_resolver_names() {
        try (var doors = new Doors()) {
            var port = doors.accepts("127.0.0.1", 0).getLocalPort();
            new Search(doors, port, "127.0.0.1").connects("127.0.0.1");
        }
    }

    @Test
    void goes_on_after_a_refusal() {
        try (var doors = new Doors()) {
            var port = doors.accepts("127.0.0.1", 0).getLocalPort();
            doors.refuses("127.0.0.2", port);
            new Search(doors, port, "127.0.0.2", "127.0.0.1").connects("127.0.0.1");
        }
    }

    @Test
    void goes_on_after_another_failure() {
        try (var doors = new Doors()) {
            var port = doors.accepts("127.0.0.1", 0).getLocalPort();
            // On Linux this is the address of all of 127.0.0.0/8: a SocketException, and no ConnectException.
            new Search(doors, port, "127.255.255.255", "127.0.0.1").connects("127.0.0.1");
        }
    }

    @Test
    void goes_on_after_a_silence() {
        try (var doors = new Doors()) {
            var port = doors.accepts("127.0.0.1", 0).getLocalPort();
            // Two of them: a limit that is cut to whole milliseconds leaves a little for one more attempt.
            doors.keepsSilent("127.0.0.2", port);
            doors.keepsSilent("127.0.0.3", port);
            // The more there are, the smaller an equal share, and the quicker this test.
            doors.refuse(port, "127.0.0.4", "127.0.0.5", "127.0.0.6");
            new Search(doors, port, "127.0.0.2", "127.0.0.3", "127.0.0.1", "127.0.0.4", "127.0.0.5", "127.0.0.6")
                    .within(THREE_ATTEMPTS)
                    .connects("127.0.0.1");
        }
    }

    @Test
    void tries_ipv4_after_ipv6() {
        try (var doors = new Doors()) {
            var port = doors.refuses("::1", 0).getPort();
            doors.accepts("127.0.0.1", port);
            new Search(doors, port, "::1", "127.0.0.1").connects("127.0.0.1");
        }
    }

    @Test
    void tries_ipv6_after_ipv4() {
        try (var doors = new Doors()) {
            var port = doors.accepts("::1", 0).getLocalPort();
            doors.refuses("127.0.0.1", port);
            new Search(doors, port, "127.0.0.1", "::1").connects("::1");
        }
    }

    @Test
    void keeps_to_the_order_of_the_resolver() {
        try (var doors = new Doors()) {
            var port = doors.accepts("::1", 0).getLocalPort();
            doors.accepts("127.0.0.1", port);
            new Search(doors, port, "::1", "127.0.0.1").connects("::1");
            new Search(doors, port, "127.0.0.1", "::1").connects("127.0.0.1");
        }
    }

    @Test
    void lets_the_later_ones_alone_when_one_accepts() throws IOException {
        try (var doors = new Doors()) {
            var port = doors.accepts("127.0.0.1", 0).getLocalPort();
            var second = doors.accepts("127.0.0.2", port);
            var search = new Search(doors, port, "127.0.0.1", "127.0.0.2");
            search.connects("127.0.0.1")
                    .likely("all addresses were called at once, or the search went on after it had found one: each "
                            + "server that nobody needs is woken for nothing")
                    .holds(!wasCalled(second), "127.0.0.1 called alone", "127.0.0.2 called as well");
        }
    }

    @Test
    void has_one_time_limit_for_all_addresses() {
        try (var doors = new Doors()) {
            var hosts = IntStream.range(2, 12).mapToObj(last -> "127.0.0." + last).toArray(String[]::new);
            var port = doors.keepSilent(hosts);
            doors.refuse(port, "127.0.0.12");
            var all = Stream.concat(Stream.of("127.0.0.12"), Arrays.stream(hosts)).toArray(String[]::new);
            var search = new Search(doors, port, all).within(Duration.ofMillis(60));
            search.call()
                    .throwsA(IOException.class)
                    .likely("each address was given the whole limit, and a host that has ten takes ten times as long")
                    // Six times as long is no busy machine.
                    .holds(search.millis < 400, "an end after about 60 ms", "one after " + search.millis + " ms")
                    .likely("the time was up, and what the attempts before had thrown was lost")
                    .holds(search.suppressed() > 0, "suppressed: what the attempts have thrown", "suppressed: none");
        }
    }

    @Test
    void has_a_limit_for_each_however_short_the_time() {
        try (var doors = new Doors()) {
            var port = doors.keepSilent("127.0.0.2", "127.0.0.3", "127.0.0.4");
            var search = new Search(doors, port, "127.0.0.2", "127.0.0.3", "127.0.0.4").within(Duration.ofMillis(2));
            doors.transcript().test("closed them 500 ms after it was asked");
            // Who waits for ever is refused in a while: the kernel sends its call again after one second.
            search.whenAsked(() -> CompletableFuture.delayedExecutor(500, MILLISECONDS).execute(doors::close))
                    .call()
                    .throwsA(IOException.class)
                    .likely("a third of 2 ms, cut to whole milliseconds, is 0, and to connect 0 is no limit at all")
                    .holds(search.millis < 800, "an end after about 2 ms", "one after " + search.millis + " ms");
        }
    }

    @Test
    void tells_of_every_failure() {
        try (var doors = new Doors()) {
            var port = doors.refuses("127.0.0.1", 0).getPort();
            doors.refuse(port, "127.0.0.2", "127.0.0.3");
            var search = new Search(doors, port, "127.0.0.1", "127.0.0.2", "127.0.0.3");
            search.call()
                    .when(() -> search.suppressed() == 0,
                            "the failures of the other attempts are lost: nobody learns which addresses were tried, and "
                                    + "what became of each")
                    .when(() -> search.suppressed() == 1,
                            "one failure is told and the others are lost: each attempt has one of its own")
                    .when(() -> search.suppressed() == 2,
                            "one of three failures is not among the suppressed ones: a failure that is thrown itself, with "
                                    + "the others hung on it, is one of the attempts' own")
                    .when(() -> search.suppressed() >= 3,
                            "what an attempt has thrown was not kept: an exception made later, in its place, does not say "
                                    + "how the attempt ended, unless it has that one for its cause")
                    .throwsA(IOException.class)
                    .holds(search.refusals() == 3, "suppressed: 3, a ConnectException for each refusal",
                            "suppressed: " + search.told());
        }
    }

    @Test
    void passes_on_that_a_name_is_unknown() {
        try (var doors = new Doors()) {
            doors.transcript().test("let the resolver throw an UnknownHostException");
            Call.of(doors.transcript(), () -> ConnectByName.connect(host -> {
                throw new UnknownHostException(host);
            }, "nowhere.invalid", 4000, AMPLE))
                    .whenThrew(RuntimeException.class,
                            "the exception was wrapped, and nobody who catches IOException gets it")
                    .throwsA(UnknownHostException.class);
        }
    }

    @Test
    void reports_a_name_without_addresses() {
        new Search(new Doors(), 4000).call()
                .whenReturned(socket -> true, "a socket came back, and it cannot be connected to anything")
                .whenReturnedNull("null was returned: a name without an address is an UnknownHostException")
                .whenThrew(IOException.class,
                        "no attempt has failed, for there was none: this is the name's failure, and "
                                + "has an exception of its own")
                .whenThrew(RuntimeException.class,
                        "the list was empty, which a resolver's may be, and its first address "
                                + "was asked for")
                .throwsA(UnknownHostException.class);
    }

    @Test
    void closes_all_but_the_one_that_it_returns() {
        try (var doors = new Doors()) {
            var port = doors.accepts("127.0.0.1", 0).getLocalPort();
            doors.refuse(port, "127.0.0.2", "127.0.0.4", "127.0.0.5");
            doors.keepsSilent("127.0.0.3", port);
            new Search(doors, port, "127.0.0.2", "127.0.0.3", "127.0.0.1", "127.0.0.4", "127.0.0.5")
                    .within(TWO_ATTEMPTS)
                    .connects("127.0.0.1");
        }
    }

    @Test
    @Witness("python3")
    void reaches_python_behind_a_closed_door() throws IOException {
        Doors.needIpv6();
        var program = """
                import socket, sys
                server = socket.socket(socket.AF_INET6)
                server.bind(("::1", int(sys.argv[1])))
                server.listen()
                print(server.getsockname()[1])
                connection, address = server.accept()
                with server, connection:
                    connection.sendall(b"you reached " + connection.getsockname()[0].encode("ascii"))
                """;
        try (var doors = new Doors()) {
            var port = doors.refuses("127.0.0.1", 0).getPort();
            try (var python = Python.runs(program, Integer.toString(port))) {
                python.address();
                var search = new Search(doors, port, "127.0.0.1", "::1");
                search.connects("::1");
                var said = new String(search.sockets.getFirst().getInputStream().readAllBytes(), US_ASCII);
                Check.of(doors.transcript()).that("said by Python", said).is("you reached ::1");
            }
        }
    }

    /// One call of the answer, with a resolver that knows one host.
    private static final class Search {
        private final Doors doors;
        private final Transcript transcript;
        private final int port;
        private final List<String> addresses;
        private final List<Socket> sockets = new ArrayList<>();
        private final String host;
        private Duration total = AMPLE;
        private Optional<IOException> thrown = Optional.empty();
        private Runnable event = () -> {};
        private int asked;
        private long millis;

        Search(Doors doors, int port, String... addresses) {
            var random = Seed.random();
            this.doors = doors;
            this.port = port;
            this.addresses = List.of(addresses);
            transcript = doors.transcript();
            // RFC 6761, section 6.4: no other resolver will ever know it.
            host = Seed.word(random) + "-" + Seed.word(random) + ".invalid";
        }

        Search within(Duration limit) {
            total = limit;
            return this;
        }

        /// What happens when the resolver is asked.
        Search whenAsked(Runnable happens) {
            event = happens;
            return this;
        }

        /// The answer must come back with a socket that is connected to this address.
        Check connects(String address) {
            return call()
                    .when(() -> suppressed() > 0 && suppressed() < addresses.size(),
                            "not every address was tried: the time was up, or some were left out")
                    .when(() -> causes().anyMatch(SocketTimeoutException.class::isInstance),
                            "a silent address took all the time, and those behind it had none left")
                    .when(() -> causes().anyMatch(cause -> cause.getClass() == SocketException.class),
                            "a socket that failed to connect is closed: each attempt needs a new one")
                    .returns("a socket connected to " + address,
                            socket -> Optional.ofNullable(socket.getInetAddress())
                                    .filter(address(address)::equals)
                                    .isPresent()
                                    && socket.getPort() == port && !socket.isClosed() && blocks(socket)
                                    && !hasLimit(socket));
        }

        Call<Socket> call() {
            transcript.test("resolved " + host + " to "
                    + (addresses.isEmpty() ? "no address" : addresses.size() > 6 ? "these" : addresses));
            transcript.test("gave " + total.toMillis() + " ms in all");
            return Call.of(transcript, this::run)
                    .whenHung("an attempt had no limit, or one of 0, which is none: it waits until the system gives up")
                    .whenReturnedNull("null was returned: where no address accepts, that is an exception")
                    .whenThrew(RuntimeException.class, "an exception came out that is no IOException")
                    .whenThrew(IllegalArgumentException.class,
                            "connect was given a negative limit: the time was over, and one more attempt was begun")
                    .whenThrew(UnknownHostException.class, "the resolver knows the host: ask it, and nobody else")
                    .whenReturned(socket -> !blocks(socket),
                            "the channel still is non-blocking, and the streams of its socket refuse to work so")
                    .whenReturned(Search::hasLimit,
                            "a time limit was left on the socket, for every read of the caller's")
                    .whenReturned(Socket::isClosed, "the socket that is returned was closed on the way out")
                    .when(() -> thrown.filter(SocketTimeoutException.class::isInstance).isPresent()
                            && suppressed() == 0,
                            "the search ended at an address that kept silent, though others were left")
                    .when(() -> thrown.filter(ConnectException.class::isInstance).isPresent() && suppressed() == 0,
                            "the search ended at an address that refused, though others were left")
                    .when(() -> asked == 0, "the resolver was not asked: it alone knows the host")
                    .when(() -> asked > 1,
                            "the resolver was asked again: once is enough, and the second list may differ");
        }

        private Socket run() throws IOException {
            var began = System.nanoTime();
            try {
                var socket = ConnectByName.connect(this::resolve, host, port, total);
                Optional.ofNullable(socket).ifPresent(this::keep);
                return socket;
            } catch (IOException e) {
                thrown = Optional.of(e);
                throw e;
            } finally {
                millis = (System.nanoTime() - began) / 1_000_000;
            }
        }

        private List<InetAddress> resolve(String name) throws UnknownHostException {
            asked++;
            event.run();
            if (!name.equals(host)) {
                throw new UnknownHostException(name);
            }
            return addresses.stream().map(Search::address).toList();
        }

        private void keep(Socket socket) {
            sockets.add(socket);
            doors.keep(socket);
        }

        private static boolean blocks(Socket socket) {
            return socket.getChannel() == null || socket.getChannel().isBlocking();
        }

        private static boolean hasLimit(Socket socket) {
            try {
                return socket.getSoTimeout() > 0;
            } catch (SocketException e) {
                return false;
            }
        }

        int suppressed() {
            return thrown.map(e -> e.getSuppressed().length).orElse(0);
        }

        private Stream<Throwable> causes() {
            return thrown.stream().flatMap(e -> Arrays.stream(e.getSuppressed()));
        }

        /// How many of the suppressed ones are refusals, bare or as the cause of another that says more.
        long refusals() {
            return causes().filter(e -> e instanceof ConnectException || e.getCause() instanceof ConnectException)
                    .count();
        }

        String told() {
            return suppressed() == 0
                    ? "none"
                    : suppressed() + ", "
                            + causes().map(e -> Optional.ofNullable(e.getMessage())
                                    .map(message -> e.getClass().getSimpleName() + " (" + message + ")")
                                    .orElse(e.getClass().getSimpleName()))
                                    .collect(Collectors.joining(", "));
        }

        private static InetAddress address(String literal) {
            try {
                return InetAddress.getByName(literal);
            } catch (UnknownHostException e) {
                throw new IllegalStateException(literal + " is an address", e);
            }
        }
    }

    private static boolean wasCalled(ServerSocket listener) throws IOException {
        listener.setSoTimeout(20);
        try {
            listener.accept().close();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
