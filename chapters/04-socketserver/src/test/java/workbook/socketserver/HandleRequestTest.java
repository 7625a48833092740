package workbook.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static workbook.socketserver.SingleScene.REQUEST;
import static workbook.socketserver.SingleScene.TIMEOUT;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import workbook.testkit.Check;
import workbook.testkit.Netcat;
import workbook.testkit.Python;
import workbook.testkit.Witness;

/// Row 22 of the chapter's checklist.
class HandleRequestTest {
    private static final Duration LIMIT = millis(100);

    private static final String ASKED_EARLY = "the timeout is asked for in each call: the server's may change, and when "
            + "its constructor made this object, its subclass had none to tell yet";

    private static Duration millis(long count) {
        return Duration.ofMillis(count);
    }

    /// What was done, in all.
    private static void does(SingleScene scene, String likely, String... deeds) {
        scene.check().likely(likely).that("done", scene.deeds()).is(List.of(deeds));
    }

    @Test
    void handles_one_request_however_many_wait() throws IOException {
        try (var scene = new SingleScene().timeout(LIMIT)) {
            scene.connects();
            scene.brings(millis(0)).brings(millis(0));
            scene.returns();
            does(scene, scene.deeds().contains(TIMEOUT)
                    ? "whoever was served came in time"
                    : "one call is one request: who wants more calls again, or serves for ever", REQUEST);
            scene.returns();
            does(scene, "the second call serves the second client", REQUEST, REQUEST);
        }
    }

    @Test
    void waits_for_one_that_comes_in_time() throws IOException {
        try (var scene = new SingleScene().timeout(LIMIT).brings(millis(60))) {
            scene.returns();
            does(scene, "a client came in time", REQUEST);
        }
    }

    @Test
    void calls_handle_timeout_if_nobody_comes_in_time() throws IOException {
        try (var scene = new SingleScene().timeout(LIMIT)) {
            scene.returns();
            does(scene, "nobody came, and nobody has said so", TIMEOUT);
            scene.check().that("gone when it gave up", SingleScene.text(scene.gone())).is("100 ms");
        }
    }

    @Test
    void waits_only_for_what_is_left_when_it_is_woken_early() throws IOException {
        try (var scene = new SingleScene().timeout(LIMIT)
                .wakes(millis(30))
                .wakes(millis(30))
                .brings(millis(20))) {
            scene.returns();
            waits(scene, 100, 70, 40);
            does(scene, "the client came 80 ms after the call, and the limit is 100 ms", REQUEST);
        }
    }

    private static void waits(SingleScene scene, long... expected) {
        var waits = scene.realWaits();
        scene.check()
                .likelyIf(waits.size() < expected.length && scene.deeds().contains(TIMEOUT),
                        "that a wait ends with nothing "
                                + "does not say that its time is up: a selector may come back for no reason")
                .likelyIf(waits.size() > 1 && waits.get(1).equals(waits.getFirst()),
                        "after a wait that ended early the "
                                + "next one is as long as the first: woken often enough, it waits for ever")
                .that("ms for the waits", waits)
                .is(LongStream.of(expected).boxed().toList());
    }

    @Test
    void gives_up_when_all_waits_together_have_taken_the_time() throws IOException {
        try (var scene = new SingleScene().timeout(LIMIT).wakes(millis(30)).wakes(millis(30))) {
            scene.returns();
            waits(scene, 100, 70, 40);
            does(scene, "nobody came", TIMEOUT);
            scene.check().that("gone when it gave up", SingleScene.text(scene.gone())).is("100 ms");
        }
    }

    @Test
    void waits_out_the_last_part_of_a_millisecond() throws IOException {
        try (var scene = new SingleScene().timeout(LIMIT).wakes(Duration.ofNanos(99_700_000))) {
            scene.returns();
            scene.check()
                    .likely("300 µs were left, and became 0 ms, and so nothing")
                    .holds(scene.gone().compareTo(LIMIT) >= 0, "handleTimeout when 100 ms are gone",
                            "after " + SingleScene.text(scene.gone()));
            does(scene, "nobody came", TIMEOUT);
        }
    }

    @Test
    void handles_a_request_that_comes_in_the_last_moment() throws IOException {
        try (var scene = new SingleScene().timeout(LIMIT).brings(LIMIT)) {
            scene.returns();
            does(scene,
                    "the selector has a request, and the clock says that the time is up: somebody is there, and what is "
                            + "asked for is a request",
                    REQUEST);
        }
    }

    @Test
    void waits_no_longer_than_the_smaller_of_both_timeouts() throws IOException {
        for (var socket : List.of(40L, 400L)) {
            try (var scene = new SingleScene().timeout(LIMIT).socketTimeout(millis(socket))) {
                scene.returns();
                scene.check()
                        .likely("each of the two is a promise not to wait longer")
                        .that("gone when it gave up", SingleScene.text(scene.gone()))
                        .is(Math.min(100, socket) + " ms");
            }
        }
        try (var scene = new SingleScene().socketTimeout(LIMIT)) {
            scene.returns();
            scene.check()
                    .likely("the server has no timeout of its own, and its socket has one")
                    .that("gone when it gave up", SingleScene.text(scene.gone()))
                    .is("100 ms");
        }
    }

    @Test
    void waits_as_long_as_it_takes_if_there_is_no_timeout() throws IOException {
        try (var scene = new SingleScene().wakes(Duration.ofHours(1))
                .wakes(Duration.ofHours(1))
                .brings(Duration.ofHours(1))) {
            scene.returns();
            does(scene, "no timeout was set, neither the server's nor its socket's", REQUEST);
        }
    }

    @Test
    void looks_once_and_does_not_wait_if_the_timeout_is_zero() throws IOException {
        try (var scene = new SingleScene().timeout(Duration.ZERO).brings(millis(0))) {
            scene.returns();
            does(scene, "a client is there, and needs no time to be seen", REQUEST);
        }
        try (var scene = new SingleScene().timeout(Duration.ZERO)) {
            scene.returns();
            does(scene, "nobody is there", TIMEOUT);
            scene.check()
                    .likely("a timeout of zero allows a look, and no wait")
                    .that("gone when it gave up", SingleScene.text(scene.gone()))
                    .is("0 ms");
        }
    }

    @Test
    void asks_for_the_timeout_in_each_call() throws IOException {
        try (var scene = new SingleScene().timeout(LIMIT)) {
            scene.returns();
            scene.timeout(millis(250));
            scene.returns();
            scene.check()
                    .likely(ASKED_EARLY)
                    .that("gone after both calls", SingleScene.text(scene.gone()))
                    .is("350 ms");
        }
    }

    @Test
    void has_a_clock_that_may_begin_anywhere() throws IOException {
        for (var began : List.of(Long.MAX_VALUE - 50_000_000, -50_000_000L)) {
            try (var scene = new SingleScene(began).timeout(LIMIT).wakes(millis(30)).wakes(millis(30))) {
                scene.transcript.test("had the clock begin at " + began + " ns");
                scene.returns();
                scene.check()
                        .likely("a moment of this clock may be a large number, or a negative one, and the sum with a limit "
                                + "too large for a long: only the difference of two moments means something")
                        .that("ms for the waits", scene.realWaits())
                        .is(List.of(100L, 70L, 40L));
            }
        }
    }

    @Test
    void closes_its_selector_on_every_way_out_and_the_channel_on_none() throws IOException {
        for (var way : List.of("a request", "a timeout", "an error")) {
            try (var scene = new SingleScene().timeout(LIMIT)) {
                if (!way.equals("a timeout")) {
                    scene.brings(millis(0));
                }
                if (way.equals("an error")) {
                    scene.onRequest = () -> {
                        throw new AssertionError("the handler's own");
                    };
                    scene.calls().throwsA(AssertionError.class);
                } else {
                    scene.returns();
                }
                scene.check()
                        .likely("a selector is a descriptor of the system, or three, and each call asks for a new one")
                        .holds(scene.openSelectors() == 0, "no open selector after " + way,
                                "one that nobody can close");
                scene.check()
                        .likely("the channel is the server's, and the next call wants it")
                        .holds(scene.listener.isOpen(), "an open channel after " + way, "a closed one");
            }
        }
    }

    // What is easily forgotten

    private static Duration micros(long count) {
        return Duration.ofNanos(count * 1000);
    }

    @Test
    void waits_out_a_limit_that_has_a_part_of_a_millisecond() throws IOException {
        for (var limit : List.of(100_300L, 300L)) {
            try (var scene = new SingleScene().timeout(micros(limit))) {
                scene.returns();
                scene.check()
                        .likely("the limit became a whole number of milliseconds, and a part was lost")
                        .holds(scene.gone().compareTo(micros(limit)) >= 0,
                                "handleTimeout when " + SingleScene.text(micros(limit)) + " are gone",
                                "after " + SingleScene.text(scene.gone()));
                waits(scene, limit / 1000 + 1);
            }
        }
    }

    @Test
    void waits_in_one_wait_for_all_that_is_left() throws IOException {
        try (var scene = new SingleScene().timeout(LIMIT).wakes(micros(98_500))) {
            scene.returns();
            scene.check()
                    .likely("1.5 ms were left, and became 1: a part counts as a whole one")
                    .that("ms for the waits", scene.realWaits())
                    .is(List.of(100L, 2L));
        }
    }

    @Test
    void takes_a_zero_of_the_socket_for_no_wait_either() throws IOException {
        try (var scene = new SingleScene().timeout(LIMIT).socketTimeout(Duration.ZERO)) {
            scene.returns();
            scene.check()
                    .likely("zero is not at all, and empty is for ever; with setSoTimeout zero would be for ever")
                    .that("gone when it gave up", SingleScene.text(scene.gone()))
                    .is("0 ms");
            does(scene, "nobody is there", TIMEOUT);
        }
    }

    @Test
    void calls_handle_timeout_for_the_socket_s_limit_too() throws IOException {
        try (var scene = new SingleScene().socketTimeout(LIMIT)) {
            scene.returns();
            does(scene, "whoever set the limit, the server hears that nobody came", TIMEOUT);
        }
    }

    @Test
    void waits_a_month_if_that_is_the_limit() throws IOException {
        try (var scene = new SingleScene().timeout(Duration.ofDays(30)).brings(Duration.ofHours(1))) {
            scene.returns();
            waits(scene, Duration.ofDays(30).toMillis());
            does(scene, "a client came in time", REQUEST);
        }
    }

    @Test
    void closes_its_selector_when_the_wait_or_handle_timeout_fails() throws IOException {
        try (var scene = new SingleScene().timeout(LIMIT)) {
            scene.onTimeout = () -> {
                throw new IllegalStateException("the server's own");
            };
            scene.transcript.test("had handleTimeout throw an exception");
            scene.calls().throwsA(IllegalStateException.class);
            scene.check().holds(scene.openSelectors() == 0, "no open selector", "one that nobody can close");
        }
        try (var scene = new SingleScene().timeout(LIMIT)) {
            scene.trouble = Optional.of(new IOException("no wait can be had"));
            scene.transcript.test("had the wait throw an IOException");
            scene.calls().throwsA(IOException.class);
            scene.check().holds(scene.openSelectors() == 0, "no open selector", "one that nobody can close");
        }
    }

    // Python as the judge

    @Test
    @Witness("python3")
    void waits_as_pythons_handle_request_does() throws IOException {
        try (var python = Python.runs(WAITS)) {
            var calls = new ArrayList<String>();
            for (var socket : List.of("none", "40", "400")) {
                try (var scene = new SingleScene().timeout(LIMIT).wakes(millis(30)).wakes(millis(5))) {
                    calls.add(line(socket.equals("none")
                            ? scene
                            : scene.socketTimeout(millis(Long.parseLong(socket)))));
                }
            }
            try (var scene = new SingleScene().timeout(LIMIT).wakes(millis(30)).brings(millis(5))) {
                calls.add(line(scene));
            }
            Check.of(python.transcript())
                    .likely("Python's handle_request, with the same waits and the same clock, did this")
                    .that("in the calls", String.join("\n", calls) + "\n")
                    .is(new String(python.printed(), UTF_8));
        }
    }

    private static String line(SingleScene scene) {
        scene.returns();
        return scene.realWaits() + " " + String.join(", ", scene.deeds());
    }

    private static final String WAITS = """
            import socketserver
            now = 0.0
            socketserver.time = lambda: now
            class Selector:
                def __enter__(self): return self
                def __exit__(self, *trouble): pass
                def register(self, server, events): pass
                def select(self, timeout):
                    global now
                    if round(timeout * 1000): waits.append(round(timeout * 1000))
                    if steps and steps[0][0] <= timeout:
                        after, brings = steps.pop(0)
                        now += after
                        return brings
                    now += max(timeout, 0.000001)
                    return []
            socketserver._ServerSelector = Selector
            class Server(socketserver.BaseServer):
                timeout = 0.1
                def gettimeout(self): return limit
                def handle_timeout(self): deeds.append('handleTimeout')
                def get_request(self):
                    deeds.append('handles a request')
                    raise OSError('none after all')
            server = Server(None, None)
            server.socket = server
            early = [(0.03, []), (0.005, [])]
            for limit, steps in [(None, early[:]), (0.04, early[:]), (0.4, early[:]),
                                 (None, [(0.03, []), (0.005, [server])])]:
                waits, deeds = [], []
                server.handle_request()
                print(waits, ', '.join(deeds))
            """;

    @Test
    @Witness("nc")
    void serves_nc_early_and_late_and_gives_up_on_it_never() throws Exception {
        try (var server = new SingleServer()) {
            var early = Netcat.asking(server.address(), "hello".getBytes(UTF_8));
            try (early) {
                server.handles(Duration.ofSeconds(2)).completes();
                Check.of(server.transcript).that("heard by nc, which came before the call", early.heard()).is("hello");
            }
            var late = server.callsWhenItWaits(() -> Netcat.asking(server.address(), "hello again".getBytes(UTF_8)));
            server.handles(Duration.ofSeconds(2)).completes();
            try (var nc = late.join()) {
                Check.of(server.transcript)
                        .that("heard by nc, which came during the call", nc.heard())
                        .is("hello again");
            }
            server.handles(Duration.ofMillis(30)).completes();
            Check.of(server.transcript).that("calls of handleTimeout", server.timeouts()).is(1);
        }
    }
}
