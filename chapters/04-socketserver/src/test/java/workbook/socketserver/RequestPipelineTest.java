package workbook.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import workbook.socketserver.RequestPipelineTrace.Course;
import workbook.testkit.Bytes;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Python;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class RequestPipelineTest {
    private static final int SOON = 1000;
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String LINE = "-".repeat(40);
    private static final List<String> TO_THE_HANDLER = List.of("getRequest", "verifyRequest", "processRequest",
            "finishRequest", "handle");
    private static final String TWICE = "the request was shut down twice: processRequest has done it on its way out, and "
            + "handleRequestNoBlock once more";

    private final Transcript transcript = new Transcript();

    /// Makes what is thrown where a test wants trouble.
    private interface Trouble {
        void now() throws Exception;
    }

    private static final Trouble NONE = () -> {};

    /// A server to which nobody connects: its requests are texts, and it notes each step.
    private static class Letters extends BaseServer<String> {
        private static final SocketAddress SENDER = new InetSocketAddress("127.0.0.1", 4711);

        final List<String> steps = new CopyOnWriteArrayList<>();
        final List<Exception> troubles = new CopyOnWriteArrayList<>();
        Trouble inHandler = NONE;
        Trouble inFactory = NONE;
        Optional<BaseRequestHandler<String>> only = Optional.empty();
        final AtomicInteger handlers = new AtomicInteger();
        Trouble inVerify = NONE;
        boolean isWelcome = true;
        boolean isLoud;

        Letters() {
            super(Letters::made);
        }

        private static BaseRequestHandler<String> made(String request, SocketAddress clientAddress,
                BaseServer<String> server)
                throws Exception {
            var letters = (Letters) server;
            letters.handlers.incrementAndGet();
            letters.inFactory.now();
            return letters.only.isPresent() ? letters.only.get() : new Reader(request, clientAddress, server);
        }

        private static final class Reader extends BaseRequestHandler<String> {
            Reader(String request, SocketAddress clientAddress, BaseServer<String> server) {
                super(request, clientAddress, server);
            }

            private boolean isSetUp;

            @Override
            protected void setup() {
                isSetUp = true;
            }

            @Override
            protected void handle() throws Exception {
                var letters = (Letters) server;
                letters.note(isSetUp ? "handle" : "handle without setup", request, clientAddress);
                letters.inHandler.now();
            }
        }

        private void note(String step, String request, SocketAddress from) {
            var isRight = "a letter".equals(request) && SENDER.equals(from);
            steps.add(isRight ? step : step + " with " + request + " of " + from);
        }

        @Override
        public Accepted<String> getRequest() throws IOException {
            steps.add("getRequest");
            return new Accepted<>("a letter", SENDER);
        }

        @Override
        public boolean verifyRequest(String request, SocketAddress clientAddress) {
            note("verifyRequest", request, clientAddress);
            try {
                inVerify.now();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return isWelcome && super.verifyRequest(request, clientAddress);
        }

        @Override
        public void processRequest(String request, SocketAddress clientAddress) throws Exception {
            note("processRequest", request, clientAddress);
            super.processRequest(request, clientAddress);
        }

        @Override
        public void finishRequest(String request, SocketAddress clientAddress) throws Exception {
            note("finishRequest", request, clientAddress);
            super.finishRequest(request, clientAddress);
        }

        @Override
        public void shutdownRequest(String request) {
            note("shutdownRequest", request, SENDER);
            super.shutdownRequest(request);
        }

        @Override
        public void closeRequest(String request) {
            note("closeRequest", request, SENDER);
            super.closeRequest(request);
        }

        @Override
        public void handleError(String request, SocketAddress clientAddress, Exception trouble) {
            note("handleError", request, clientAddress);
            troubles.add(trouble);
            if (isLoud) {
                super.handleError(request, clientAddress, trouble);
            }
        }

        @Override
        public SelectableChannel channel() {
            throw new UnsupportedOperationException("letters come without a channel");
        }

        @Override
        SocketAddress serverAddress() {
            throw new UnsupportedOperationException("letters come without a channel");
        }

        @Override
        void serverActivate() {}

        @Override
        public void serverClose() {}
    }

    @Test
    void takes_a_request_through_all_steps() {
        var letters = new Letters();
        takes("a request", letters).completes();
        steps(letters.steps, with(TO_THE_HANDLER, "shutdownRequest", "closeRequest"), Check.of(transcript)
                .likelyIf(before("processRequest", "verifyRequest", letters),
                        "the request was processed, and then somebody "
                                + "asked whether it should be")
                .likelyIf(!letters.steps.contains("processRequest"),
                        "processRequest was passed by: it is the step that a "
                                + "server with threads replaces")
                .likelyIf(!letters.steps.contains("finishRequest"),
                        "finishRequest was passed by: what is done in another "
                                + "thread or another process is just this step")
                .likelyIf(letters.steps.contains("handle without setup"),
                        "handle was called, and it is one of three steps: run() calls all of them")
                .likelyIf(!letters.steps.contains("handle"), "a handler was made, and nobody has run it")
                .likelyIf(!letters.steps.contains("shutdownRequest") && letters.steps.contains("closeRequest"),
                        "closeRequest is the second half: shutdownRequest tells the client what it has to be told, and calls it")
                .likelyIf(!letters.steps.contains("shutdownRequest"),
                        "nobody has shut the request down: its client waits "
                                + "for an end, and its descriptor is lost")
                .likelyIf(!letters.steps.contains("closeRequest"),
                        "shutdownRequest does not call closeRequest, which is "
                                + "its second half")
                .likelyIf(Collections.frequency(letters.steps, "shutdownRequest") > 1, TWICE));
    }

    @Test
    void shuts_down_a_request_that_is_denied() {
        var letters = new Letters();
        letters.isWelcome = false;
        takes("a request that verifyRequest denies", letters).completes();
        steps(letters.steps, List.of("getRequest", "verifyRequest", "shutdownRequest", "closeRequest"),
                Check.of(transcript)
                        .likelyIf(letters.steps.contains("handle"),
                                "what verifyRequest says was not heeded: the request was handled")
                        .likelyIf(!letters.steps.contains("shutdownRequest"),
                                "who is denied is connected all the same, and waits: "
                                        + "the request is not shut down, and its descriptor is lost"));
    }

    @Test
    void waits_for_the_next_one_if_there_is_no_request_after_all() {
        var letters = new Letters() {
            @Override
            public Accepted<String> getRequest() throws IOException {
                super.getRequest();
                throw new IOException("nobody is there");
            }
        };
        takes("a request, and getRequest threw an IOException", letters)
                .whenThrew(Exception.class,
                        "the exception of getRequest came out, which ends the loop of the server: one "
                                + "client who was gone before it was accepted has shut the server for all others")
                .whenThrew(NullPointerException.class,
                        "the exception was caught, and the steps were taken without a request")
                .completes();
        steps(letters.steps, List.of("getRequest"), Check.of(transcript)
                .likelyIf(letters.steps.size() > 1,
                        "handleError is told of trouble with a request, and there "
                                + "is none"));
    }

    @Test
    void lets_out_of_get_request_whatever_is_no_io_exception() {
        for (var trouble : List.of(new AssertionError("a promise is broken"), new IllegalStateException("a mistake"))) {
            var letters = new Letters() {
                @Override
                public Accepted<String> getRequest() throws IOException {
                    super.getRequest();
                    switch (trouble) {
                        case Error e -> throw e;
                        case RuntimeException e -> throw e;
                        default -> throw new IOException(trouble);
                    }
                }
            };
            takes("a request, and getRequest threw an " + trouble.getClass().getSimpleName(), letters)
                    .whenReturnedNull(
                            "it was taken for somebody who is not there after all: the loop comes round, and asks "
                                    + "again, and again, and nobody will ever know")
                    .throwsA(Throwable.class, "the same " + trouble.getClass().getSimpleName(),
                            thrown -> thrown == trouble);
            steps(letters.steps, List.of("getRequest"), Check.of(transcript));
        }
    }

    @Test
    void goes_on_when_a_handler_throws() {
        for (var trouble : List.of(new IOException("the client is gone"), new IllegalStateException("a mistake"),
                new Exception("something else"))) {
            var letters = new Letters();
            letters.inHandler = () -> {
                throw trouble;
            };
            takes("a request whose handler throws " + article(trouble), letters)
                    .whenThrew(Exception.class,
                            "an exception of one handler came out, which ends the loop of the server "
                                    + "for all clients")
                    .completes();
            var steps = letters.steps;
            steps(steps, with(TO_THE_HANDLER, "handleError", "shutdownRequest", "closeRequest"), Check.of(transcript)
                    .likelyIf(!steps.contains("handleError"),
                            "nobody hears of the trouble: it was caught, and handleError "
                                    + "was not called")
                    .likelyIf(!steps.contains("shutdownRequest"),
                            "the request was not shut down: its client waits for an "
                                    + "answer that nobody will write")
                    .likelyIf(Collections.frequency(steps, "shutdownRequest") > 1, TWICE)
                    .likelyIf(before("shutdownRequest", "handleError", letters), "the request was shut down before "
                            + "handleError could say a last word to the client: what processRequest throws goes through a "
                            + "finally on its way"));
            Check.of(transcript)
                    .likely("the exception was put into another one: who looks for an IOException does not find it")
                    .that("as what handleError was told", letters.troubles)
                    .is(List.of(trouble));
        }
    }

    /// Of those that a `throws` may name, and of those that it need not.
    private static List<Throwable> kinds() {
        return List.of(new SocketException("reset"), new ClosedChannelException(), new InterruptedException("enough"),
                new IllegalStateException("a mistake"), new Exception("something else"),
                new AssertionError("a promise is broken"), new NoClassDefFoundError("Lost"), new Error("the end"));
    }

    private static void throwsIt(Throwable what) throws Exception {
        switch (what) {
            case Exception exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalArgumentException(what);
        }
    }

    @Test
    void takes_each_kind_of_trouble_for_what_it_is() {
        for (var where : List.of("verifyRequest", "handlerFor", "the handler")) {
            for (var what : kinds()) {
                if (where.equals("verifyRequest") && what instanceof Exception
                        && !(what instanceof RuntimeException)) {
                    continue;
                }
                goesThrough(where, what, Optional.empty());
                if (what instanceof Exception) {
                    goesThrough(where, what, Optional.of(new IllegalStateException("the log is full")));
                    goesThrough(where, what, Optional.of(new NoClassDefFoundError("Log")));
                }
            }
        }
    }

    /// @param next what handleError throws when it is told
    private void goesThrough(String where, Throwable what, Optional<Throwable> next) {
        var letters = new Letters() {
            @Override
            public void handleError(String request, SocketAddress clientAddress, Exception trouble) {
                super.handleError(request, clientAddress, trouble);
                switch (next.orElse(null)) {
                    case RuntimeException exception -> throw exception;
                    case Error error -> throw error;
                    case null, default -> {
                        // It returns.
                    }
                }
            }
        };
        Trouble trouble = () -> throwsIt(what);
        switch (where) {
            case "verifyRequest" -> letters.inVerify = trouble;
            case "handlerFor" -> letters.inFactory = trouble;
            default -> letters.inHandler = trouble;
        }
        var isError = what instanceof Error;
        var taking = takes("a request, and " + where + " threw " + article(what)
                + next.map(each -> ", and handleError " + article(each)).orElse(""), letters)
                .when(() -> isError && !letters.troubles.isEmpty(),
                        "an Error is none of the troubles that a server can live with")
                .when(() -> !isError && letters.troubles.isEmpty(),
                        "this exception, too, is for handleError to be told of")
                .when(() -> next.isPresent() && !letters.troubles.isEmpty(),
                        "what handleError throws comes out of here");
        if (isError || next.isPresent()) {
            taking.throwsA(Throwable.class, "the same " + next.orElse(what).getClass().getSimpleName(),
                    thrown -> thrown == next.orElse(what));
        } else {
            taking.completes();
        }
        var steps = new ArrayList<>(switch (where) {
            case "verifyRequest" -> List.of("getRequest", "verifyRequest");
            case "handlerFor" -> TO_THE_HANDLER.subList(0, 4);
            default -> TO_THE_HANDLER;
        });
        if (!isError) {
            steps.add("handleError");
        }
        steps.addAll(List.of("shutdownRequest", "closeRequest"));
        steps(letters.steps, steps, Check.of(transcript)
                .likelyIf(!isError && letters.troubles.isEmpty(),
                        "this exception, too, is for handleError to be told of")
                .likelyIf(!letters.steps.contains("shutdownRequest"),
                        "the request has been left open: whatever is thrown, and wherever, it is shut down before that comes out"));
        Check.of(transcript)
                .likely("it was put into another one, or told to nobody: who looks for its kind does not find it")
                .that("as what handleError was told", letters.troubles)
                .is(isError ? List.of() : List.of(what));
        Check.of(transcript)
                .likely("one handler for each request: what another one has opened is lost")
                .that("handlers made", letters.handlers.get())
                .is(where.equals("verifyRequest") ? 0 : 1);
    }

    @Test
    void waits_for_the_next_one_whatever_io_exception_it_was() {
        for (var what : List.of(new ClosedChannelException(), new SocketException("too many open files"))) {
            var letters = new Letters() {
                @Override
                public Accepted<String> getRequest() throws IOException {
                    super.getRequest();
                    throw what;
                }
            };
            takes("a request, and getRequest threw a " + what.getClass().getSimpleName(), letters)
                    .whenThrew(Exception.class, "that is an IOException as well: there was no request after all")
                    .completes();
            steps(letters.steps, List.of("getRequest"), Check.of(transcript));
        }
    }

    @Test
    void runs_the_handler_here_and_whole() {
        var letters = new Letters();
        var threads = new ArrayList<Thread>();
        letters.inHandler = () -> threads.add(Thread.currentThread());
        Call.doing(transcript, () -> {
            letters.handleRequestNoBlock();
            threads.add(Thread.currentThread());
        }).completes();
        Check.of(transcript)
                .likely("which thread handles a request is for a subclass to say, by processRequest")
                .holds(threads.size() == 2 && threads.getFirst() == threads.getLast(),
                        "handle in the thread that called handleRequestNoBlock", "handle in another one");
        var again = new Letters();
        again.only = Optional.of(new BaseRequestHandler<>("a letter", Letters.SENDER, again) {
        });
        takes("two requests, for which handlerFor gave the same handler", again).completes();
        takes("the second one", again).completes();
        Check.of(transcript)
                .likely("a handler's steps were called one by one: run() calls them, and refuses a second request")
                .holds(again.troubles.size() == 1 && again.troubles.getFirst() instanceof IllegalStateException,
                        "an IllegalStateException told to handleError", again.troubles.toString());
    }

    @Test
    void keeps_what_is_one_requests_to_itself() {
        var letters = new Letters();
        var depth = new AtomicInteger();
        letters.inHandler = () -> {
            if (depth.getAndIncrement() == 0) {
                letters.handleRequestNoBlock();
                throw new IOException("the client is gone");
            }
        };
        takes("a request whose handler takes a second one, and throws then", letters).completes();
        steps(letters.steps,
                with(with(with(TO_THE_HANDLER, TO_THE_HANDLER.toArray(String[]::new)), "shutdownRequest",
                        "closeRequest"),
                        "handleError", "shutdownRequest", "closeRequest"),
                Check.of(transcript)
                        .likely("what became of the second request was taken for what became of the first: a field is for the "
                                + "server, and a variable for a request"));
    }

    @Test
    void says_it_a_second_time_too() throws IOException {
        var letters = new Letters();
        letters.isLoud = true;
        letters.inHandler = () -> {
            throw new IllegalStateException("a mistake");
        };
        var printed = errorsOf(() -> {
            takes("a request whose handler throws", letters).completes();
            takes("a second one", letters).completes();
        });
        Check.of(transcript)
                .likely("a writer that is closed closes what it writes to: System.err is nobody's to close")
                .that("lines of forty -", printed.lines().filter(LINE::equals).count())
                .is(4L);
    }

    /// Python ends its loop here; see the witness below.
    @Test
    void goes_on_when_verify_request_throws() {
        var letters = new Letters();
        letters.inVerify = () -> {
            throw new IllegalStateException("cannot say");
        };
        takes("a request, and verifyRequest threw an IllegalStateException", letters)
                .whenThrew(Exception.class,
                        "verifyRequest stands outside of the try: an exception there ends the loop of "
                                + "the server")
                .completes();
        steps(letters.steps, List.of("getRequest", "verifyRequest", "handleError", "shutdownRequest", "closeRequest"),
                Check.of(transcript)
                        .likelyIf(!letters.steps.contains("shutdownRequest"), "the request was not shut down")
                        .likelyIf(!letters.steps.contains("handleError"), "nobody hears of the trouble"));
    }

    @Test
    void lets_an_error_out_when_the_request_is_closed() {
        var letters = new Letters();
        var end = new AssertionError("a promise is broken");
        letters.inHandler = () -> {
            throw end;
        };
        takes("a request whose handler throws an Error", letters)
                .whenReturnedNull("the Error was caught: an Error says that something is broken that no next client "
                        + "mends, and the server carries on as if nothing had happened")
                .throwsA(Error.class, "the same AssertionError", thrown -> thrown == end);
        steps(letters.steps, with(TO_THE_HANDLER, "shutdownRequest", "closeRequest"), Check.of(transcript)
                .likelyIf(letters.steps.contains("handleError"),
                        "an Error is none of the troubles that a server can live "
                                + "with, and handleError is for these")
                .likelyIf(!letters.steps.contains("shutdownRequest"), "the Error went by every catch, and so did the "
                        + "request: nobody has shut it down"));
    }

    @Test
    void closes_the_request_when_handle_error_throws() {
        var letters = new Letters() {
            @Override
            public void handleError(String request, SocketAddress clientAddress, Exception trouble) {
                super.handleError(request, clientAddress, trouble);
                throw new UncheckedIOException(new IOException("the log is full"));
            }
        };
        letters.inHandler = () -> {
            throw new IOException("the client is gone");
        };
        takes("a request whose handler throws, and handleError threw, too", letters)
                .whenReturnedNull("what handleError throws was swallowed: nobody will ever learn why there is no "
                        + "log")
                .throwsA(UncheckedIOException.class);
        steps(letters.steps, with(TO_THE_HANDLER, "handleError", "shutdownRequest", "closeRequest"), Check
                .of(transcript)
                .likelyIf(Collections.frequency(letters.steps, "handleError") > 1,
                        "handleError was called for the same "
                                + "trouble twice: finishRequest leaves trouble to whoever has called it")
                .likely("whoever has handled the trouble has not come to shutdownRequest: a line below a call is no promise, "
                        + "a finally is"));
    }

    @Test
    void leaves_a_request_to_whoever_has_taken_it_over() {
        var taken = new ArrayList<String>();
        var letters = new Letters() {
            @Override
            public void processRequest(String request, SocketAddress clientAddress) {
                steps.add("processRequest");
                taken.add(request);
            }
        };
        takes("a request, and processRequest left it to another thread", letters).completes();
        steps(letters.steps, List.of("getRequest", "verifyRequest", "processRequest"), Check.of(transcript)
                .likely("processRequest came back, and the request was shut down under the hands of the thread that has it "
                        + "now"))
                .that("as what was taken over", taken)
                .is(List.of("a letter"));
    }

    @Test
    void closes_a_request_that_could_not_be_taken_over() {
        var letters = new Letters() {
            @Override
            public void processRequest(String request, SocketAddress clientAddress) throws Exception {
                steps.add("processRequest");
                throw new IOException("no more processes");
            }
        };
        takes("a request, and processRequest could leave it to nobody", letters).completes();
        steps(letters.steps, List.of("getRequest", "verifyRequest", "processRequest", "handleError", "shutdownRequest",
                "closeRequest"),
                Check.of(transcript)
                        .likelyIf(!letters.steps.contains("shutdownRequest"),
                                "processRequest is trusted to shut down what it could "
                                        + "not process; a subclass's does not"));
    }

    @Test
    void has_a_handler_for_each_request() {
        var letters = new Letters();
        var expected = with(TO_THE_HANDLER, "shutdownRequest", "closeRequest");
        takes("a request", letters).completes();
        steps(letters.steps, expected, Check.of(transcript));
        letters.steps.clear();
        takes("a second one", letters).completes();
        steps(letters.steps, expected, Check.of(transcript)
                .likely("a handler is for one request, and this one has had its own: handlerFor makes another one"));
    }

    @Test
    void does_not_take_one_request_for_the_last() {
        var letters = new Letters();
        takes("a request", letters).completes();
        letters.steps.clear();
        letters.isWelcome = false;
        takes("a second one, which verifyRequest denies", letters).completes();
        steps(letters.steps, List.of("getRequest", "verifyRequest", "shutdownRequest", "closeRequest"),
                Check.of(transcript)
                        .likely("what became of the first request is remembered, and taken for what became of the second: "
                                + "a field outlives the call"));
    }

    @Test
    void says_on_standard_error_what_went_wrong() throws IOException {
        var letters = new Letters();
        letters.isLoud = true;
        var trouble = new IllegalStateException("a mistake", new IOException("deep below"));
        letters.inHandler = () -> {
            throw trouble;
        };
        var printed = errorsOf(() -> takes("a request whose handler throws", letters).completes());
        var lines = printed.lines().toList();
        Check.of(transcript)
                .likely("handleError writes to standard error, which is System.err, and not to System.out; and a PrintWriter that "
                        + "nobody flushes keeps what it has")
                .holds(!lines.isEmpty(), "words on standard error", "none")
                .that("as its first line", lines.getFirst())
                .is(LINE)
                .that("as its last line", lines.getLast())
                .is(LINE);
        Check.of(transcript)
                .likely("which client it was is not said")
                .holds(lines.get(1).endsWith("127.0.0.1:4711"), "a second line that ends with /127.0.0.1:4711",
                        lines.get(1))
                .likely("what kind of exception it was is not said")
                .holds(lines.contains(trouble.toString()), "a line \"" + trouble + "\"", "none")
                .likely("where it was thrown is not said: a message alone leads nobody to a line")
                .holds(lines.stream().anyMatch(line -> line.startsWith("\tat ")), "the stack trace, \"\tat …\"", "none")
                .likely("what has caused it is not said")
                .holds(lines.stream().anyMatch(line -> line.startsWith("Caused by: ")), "a line \"Caused by: …\"",
                        "none");
    }

    // Through a whole server

    /// Answers what it is sent, and notes each step that its server takes.
    private static class Echo extends TCPServer {
        final List<String> steps = new CopyOnWriteArrayList<>();
        Course course = Course.GOOD;

        Echo() throws IOException {
            super(ANY_PORT, Answering::new);
        }

        private static final class Answering extends BaseRequestHandler<SocketChannel> {
            Answering(SocketChannel request, SocketAddress clientAddress, BaseServer<SocketChannel> server) {
                super(request, clientAddress, server);
            }

            @Override
            protected void handle() throws Exception {
                var echo = (Echo) server;
                echo.steps.add("handle");
                switch (echo.course) {
                    case THROWING -> throw new IOException("no");
                    case EXITING -> throw new AssertionError("the end");
                    default -> {
                        var bytes = ByteBuffer.allocate(5);
                        while (bytes.hasRemaining() && request.read(bytes) >= 0) {
                            // More may come.
                        }
                        request.write(bytes.flip());
                    }
                }
            }
        }

        @Override
        public Accepted<SocketChannel> getRequest() throws IOException {
            steps.add("getRequest");
            return super.getRequest();
        }

        @Override
        public boolean verifyRequest(SocketChannel request, SocketAddress clientAddress) {
            steps.add("verifyRequest");
            if (course == Course.VERIFYING) {
                throw new IllegalStateException("cannot say");
            }
            return course != Course.DENIED;
        }

        @Override
        public void processRequest(SocketChannel request, SocketAddress clientAddress) throws Exception {
            steps.add("processRequest");
            super.processRequest(request, clientAddress);
        }

        @Override
        public void finishRequest(SocketChannel request, SocketAddress clientAddress) throws Exception {
            steps.add("finishRequest");
            super.finishRequest(request, clientAddress);
        }

        @Override
        public void shutdownRequest(SocketChannel request) {
            steps.add("shutdownRequest");
            super.shutdownRequest(request);
        }

        @Override
        public void closeRequest(SocketChannel request) {
            steps.add("closeRequest");
            super.closeRequest(request);
        }

        @Override
        public void handleError(SocketChannel request, SocketAddress clientAddress, Exception trouble) {
            steps.add("handleError");
            super.handleError(request, clientAddress, trouble);
        }

        InetSocketAddress address() {
            return (InetSocketAddress) serverAddress();
        }
    }

    @Test
    void lets_a_denied_client_read_the_end() throws IOException {
        try (var echo = new Echo(); var client = call(echo)) {
            echo.course = Course.DENIED;
            transcript.test("had a client connect and send \"hello\", and denied it");
            serves(echo, client).completes();
            Check.of(transcript)
                    .likely("the request was not shut down")
                    .that("as what the client read", heard(client))
                    .is("");
        }
    }

    @Test
    void carries_on_after_a_handler_that_throws() throws IOException {
        try (var echo = new Echo(); var first = call(echo); var second = call(echo)) {
            echo.course = Course.THROWING;
            transcript.test("had a client connect, whose handler throws");
            var printed = errorsOf(() -> serves(echo, first).completes());
            Check.of(transcript)
                    .that("as what the client read", heard(first))
                    .is("")
                    .likely("which client it was is not said")
                    .holds(printed.contains(first.getLocalSocketAddress().toString()),
                            "words on standard error with " + first.getLocalSocketAddress(),
                            printed.isEmpty() ? "none" : printed.lines().limit(2).toList().toString());
            echo.course = Course.GOOD;
            transcript.test("had a second client send \"hello\"");
            serves(echo, second).completes();
            Check.of(transcript).that("as what the second client read", heard(second)).is("hello");
        }
    }

    @Test
    @Witness("python3")
    void takes_the_steps_in_python_s_order() throws IOException {
        var python = RequestPipelineTrace.ofPython("TCPServer");
        for (var course : List.of(Course.GOOD, Course.DENIED, Course.THROWING, Course.EXITING)) {
            transcript.test("compared with Python's TCPServer, course " + course);
            steps(stepsOf(course), python.get(course), Check.of(transcript));
        }
    }

    /// In the shapes that these have: a request that needs no goodbye, and one that is finished in a thread.
    @Test
    @Witness("python3")
    void takes_the_steps_of_python_s_other_servers_too() throws Exception {
        for (var kind : List.of("UDPServer", "ThreadingTCPServer")) {
            var python = RequestPipelineTrace.ofPython(kind);
            for (var course : List.of(Course.GOOD, Course.DENIED, Course.THROWING, Course.EXITING)) {
                transcript.test("compared with Python's " + kind + ", course " + course);
                var letters = kind.startsWith("Threading") ? new Threaded() : new Letters();
                steps(stepsOf(letters, course), python.get(course), Check.of(transcript));
            }
        }
    }

    private List<String> stepsOf(Letters letters, Course course) throws InterruptedException {
        letters.isWelcome = course != Course.DENIED;
        letters.inHandler = () -> {
            switch (course) {
                case THROWING -> throw new IOException("no");
                case EXITING -> throw new AssertionError("the end");
                default -> {
                }
            }
        };
        var taking = takes("a request", letters);
        if (course == Course.EXITING && !(letters instanceof Threaded)) {
            taking.throwsA(AssertionError.class);
            letters.steps.add("out");
        } else {
            taking.completes();
        }
        if (letters instanceof Threaded threaded) {
            threaded.join();
        }
        return List.copyOf(letters.steps);
    }

    /// Leaves each request to a thread.
    private static final class Threaded extends Letters {
        private final List<Thread> threads = new CopyOnWriteArrayList<>();

        @Override
        public void processRequest(String request, SocketAddress clientAddress) {
            steps.add("processRequest");
            threads.add(Thread.ofPlatform().start(() -> {
                steps.add("processRequestThread");
                try {
                    finishRequest(request, clientAddress);
                } catch (Exception e) {
                    handleError(request, clientAddress, e);
                } catch (AssertionError e) {
                    // Ends this thread, and no other.
                } finally {
                    shutdownRequest(request);
                }
            }));
        }

        void join() throws InterruptedException {
            for (var thread : threads) {
                thread.join();
            }
        }
    }

    /// The one difference: Python's `verify_request` stands outside of the `try`, so that its exception leaves the
    /// client connected and ends the loop; here it is trouble with one request.
    @Test
    @Witness("python3")
    void goes_on_where_python_does_not() throws IOException {
        var python = RequestPipelineTrace.ofPython("TCPServer");
        transcript.test("compared with Python's TCPServer, whose verify_request throws");
        steps(python.get(Course.VERIFYING), List.of("getRequest", "verifyRequest", "out"), Check.of(transcript));
        steps(stepsOf(Course.VERIFYING),
                List.of("getRequest", "verifyRequest", "handleError", "shutdownRequest", "closeRequest"),
                Check.of(transcript));
    }

    @Test
    @Witness("python3")
    void tells_of_trouble_in_python_s_words_and_its_own() throws IOException {
        var program = """
                import socketserver
                try:
                    raise OSError("no")
                except OSError:
                    socketserver.BaseServer(None, None).handle_error(None, ("127.0.0.1", 4711))
                """;
        try (var python = Python.runs(program)) {
            python.exit();
            var theirs = python.err().lines().toList();
            var letters = new Letters();
            letters.isLoud = true;
            letters.inHandler = () -> {
                throw new IOException("no");
            };
            var yours = errorsOf(() -> takes("a request whose handler throws", letters).completes()).lines().toList();
            Check.of(python.transcript())
                    .that("as the first line", yours.getFirst())
                    .is(theirs.getFirst())
                    .that("as the last line", yours.getLast())
                    .is(theirs.getLast());
            Check.of(python.transcript())
                    .holds(theirs.get(1).endsWith("('127.0.0.1', 4711)"), "the client's address last", theirs.get(1))
                    .holds(yours.get(1).endsWith("127.0.0.1:4711"), "the client's address last", yours.get(1));
        }
    }

    /// What a server of Java's does in such a case, and `out` if something came out of it.
    private List<String> stepsOf(Course course) throws IOException {
        try (var echo = new Echo(); var client = call(echo)) {
            echo.course = course;
            errorsOf(() -> {
                var serving = serves(echo, client);
                if (course == Course.EXITING) {
                    serving.throwsA(AssertionError.class);
                    echo.steps.add("out");
                } else {
                    serving.completes();
                }
            });
            return List.copyOf(echo.steps);
        }
    }

    // The answer's side

    private Call<Void> takes(String what, BaseServer<String> server) {
        transcript.test("took " + what);
        return Call.doing(transcript, server::handleRequestNoBlock)
                .whenHung("it waits, and nothing here does: no step is to be waited for");
    }

    private Call<Void> serves(Echo echo, Socket client) throws IOException {
        client.getOutputStream().write(Bytes.of("hello"));
        try (var selector = Selector.open()) {
            echo.channel().register(selector, SelectionKey.OP_ACCEPT);
            selector.select(SOON);
        }
        return Call.doing(transcript, echo::handleRequestNoBlock);
    }

    /// Fails unless these are the steps, and tells from where on they are not.
    private static Check steps(List<String> found, List<String> expected, Check check) {
        var same = 0;
        while (same < Math.min(found.size(), expected.size()) && found.get(same).equals(expected.get(same))) {
            same++;
        }
        var after = same == 0 ? "" : "after " + expected.get(same - 1) + ": ";
        return (found.equals(expected) ? check : check.row("steps", String.join(", ", found))).holds(
                found.equals(expected),
                after + rest(expected, same), after + rest(found, same));
    }

    private static String rest(List<String> steps, int from) {
        var next = String.join(", ", steps.stream().skip(from).limit(3).toList());
        return next.isEmpty() ? "nothing more" : next + (steps.size() > from + 3 ? ", ..." : "");
    }

    private static boolean before(String early, String late, Letters letters) {
        var first = letters.steps.indexOf(early);
        return first >= 0 && first < letters.steps.indexOf(late);
    }

    private static List<String> with(List<String> begin, String... rest) {
        var all = new ArrayList<>(begin);
        Collections.addAll(all, rest);
        return List.copyOf(all);
    }

    private static String article(Throwable trouble) {
        var name = trouble.getClass().getSimpleName();
        return ("AEIOU".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
    }

    /// What is written to standard error meanwhile.
    private static String errorsOf(Call.Action action) throws IOException {
        var before = System.err;
        var bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, UTF_8));
        try {
            action.run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            System.setErr(before);
        }
        return bytes.toString(UTF_8);
    }

    // The clients' side

    private static Socket call(Echo echo) throws IOException {
        var client = new Socket();
        try {
            client.connect(echo.address(), SOON);
            client.setSoTimeout(SOON);
            TestSide.has(client);
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /// Everything until the end, or why there was none.
    private static String heard(Socket client) {
        try {
            return new String(client.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            return "nothing, but " + e;
        }
    }
}
