package workbook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import workbook.answers.Waits;

class WorkbookExtensionTest {
    static class Waiting {
        static ServerSocket listener;

        @Test
        @Timeout(1)
        void waits_outside_of_the_testkit() throws IOException {
            listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            Waits.forEver(listener);
        }

        @Test
        void runs_after_it() {}

        @AfterAll
        static void end() throws IOException {
            listener.close();
        }
    }

    @Test
    void the_limit_is_hung_with_the_place_and_the_next_test_runs() {
        var results = run(Waiting.class, "false");
        var hung = (Hung) failure(results.getFirst());
        assertThat(hung.report().text(Hung.LIMIT)).contains("1 s for this test");
        assertThat(hung.report().text(Hung.STOOD))
                .contains("test: in ServerSocket.accept, called at Waits.java:13");
        assertThat(results.getLast().getStatus()).isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
    }

    static class Leaking {
        static final CountDownLatch END = new CountDownLatch(1);
        static ServerSocket open;

        @Test
        void leaves_a_thread() {
            Thread.ofPlatform().daemon().name("my reader").start(() -> {
                try {
                    END.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        @Test
        void leaves_a_socket() throws IOException {
            open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        }

        @Test
        void leaves_nothing() {
            assertThat(open.isBound()).isTrue();
        }

        @AfterAll
        static void end() throws IOException {
            END.countDown();
            open.close();
        }
    }

    @Test
    void what_is_left_behind_is_named_and_blamed_on_one_test_only() {
        var results = run(Leaking.class, "false");
        assertThat(report(results.get(0)).text(Report.BUT_WAS)).get().asString().startsWith("thread \"my reader\" in ");
        assertThat(results.get(2).getStatus()).isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
        if (ProcNet.isThere()) {
            assertThat(report(results.get(1)).text(Report.BUT_WAS)).get()
                    .asString()
                    .matches("socket tcp 127\\.0\\.0\\.1:\\d+ listening");
        }
    }

    static class ConnectionOver {
        static Socket open;

        @Test
        void only_shuts_down() throws IOException {
            try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                open = new Socket(listener.getInetAddress(), listener.getLocalPort());
                listener.accept().close();
                assertThat(open.getInputStream().read()).isEqualTo(-1);
                open.shutdownOutput();
            }
        }

        @AfterAll
        static void end() throws IOException {
            open.close();
        }
    }

    @Test
    void a_socket_is_left_open_even_if_its_connection_is_over() {
        var result = run(ConnectionOver.class, "false").getFirst();
        if (ProcNet.isThere()) {
            assertThat(report(result).text(Report.BUT_WAS))
                    .hasValue("socket without a connection, or whose connection is over");
        }
    }

    @LeaksAreJudgedBy("judges")
    static class Judged {
        static ServerSocket open;

        @Test
        void lets_it_pass() throws IOException {
            open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        }

        @AfterAll
        static void end() throws IOException {
            open.close();
        }
    }

    @Test
    void leaks_can_be_left_to_one_test() {
        assertThat(run(Judged.class, "false").getFirst().getStatus())
                .isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
    }

    static class Missing {
        @Test
        @Witness("no-such-program")
        void needs_a_program() {
            throw new IllegalStateException("must not run");
        }
    }

    @Test
    void a_missing_program_is_not_run_and_in_strict_mode_an_error() {
        var lenient = run(Missing.class, "false").getFirst();
        assertThat(lenient.getStatus()).isEqualTo(TestExecutionResult.Status.ABORTED);
        assertThat(failure(lenient)).isInstanceOf(NotRun.class)
                .hasMessageContaining("no-such-program is not installed");
        var strict = run(Missing.class, "true").getFirst();
        assertThat(strict.getStatus()).isEqualTo(TestExecutionResult.Status.FAILED);
        assertThat(failure(strict)).hasMessageContaining("no-such-program is not installed");
    }

    static class Overflowing {
        @Test
        void overflows() {
            deeper(1);
        }

        @Test
        void exhausts() {
            assertThat(new long[Integer.MAX_VALUE - 1]).isNotNull();
        }

        @Test
        void runs_after_both() {}

        @SuppressWarnings("InfiniteRecursion") // on purpose
        private static int deeper(int depth) {
            return deeper(depth + 1) + 1;
        }
    }

    @Test
    void a_crash_in_the_tests_own_thread_does_not_end_the_run() {
        var results = run(Overflowing.class, "false");
        assertThat(failure(results.get(0))).isInstanceOf(Crashed.class).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(failure(results.get(1))).isInstanceOf(Crashed.class).hasCauseInstanceOf(OutOfMemoryError.class);
        assertThat(results.get(2).getStatus()).isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
    }

    @Test
    void tests_run_as_they_are_written_and_are_named_as_sentences() {
        var names = EngineTestKit.engine("junit-jupiter")
                .enableImplicitConfigurationParameters(true)
                .selectors(selectClass(Overflowing.class))
                .execute()
                .testEvents()
                .started()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .toList();
        assertThat(names).containsExactly("overflows", "exhausts", "runs after both");
    }

    private static List<TestExecutionResult> run(Class<?> tests, String strict) {
        return EngineTestKit.engine("junit-jupiter")
                .enableImplicitConfigurationParameters(true)
                .selectors(selectClass(tests))
                .configurationParameter(WorkbookExtension.STRICT, strict)
                .execute()
                .testEvents()
                .finished()
                .map(WorkbookExtensionTest::result)
                .toList();
    }

    private static TestExecutionResult result(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class);
    }

    private static Throwable failure(TestExecutionResult result) {
        return result.getThrowable().orElseThrow();
    }

    private static Report report(TestExecutionResult result) {
        return ((ExerciseFailure) failure(result)).report();
    }
}
