package workbook.buffers;

import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_SNDBUF;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.util.Set;
import java.util.ArrayList;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Python;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class HonestReportTest {
    /// Neither twice nor half of anything here, so that nobody can have computed it.
    private static final int HELD = 31_337;
    private static final int ASKED = 20_000;

    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final Transcript transcript = new Transcript();

    private Call<BufferReport> report(NetworkChannel channel, SocketOption<Integer> option, int requested,
            Kernel kernel) {
        transcript.test("asked for " + requested + " bytes of " + option.name());
        return Call.of(transcript, () -> BufferReport.of(channel, option, requested, kernel));
    }

    @Test
    void says_what_was_asked_for() throws IOException {
        try (var channel = SocketChannel.open()) {
            for (var requested : List.of(1, ASKED, Integer.MAX_VALUE)) {
                var report = report(channel, SO_RCVBUF, requested, (of, option) -> HELD).value();
                Check.of(transcript)
                        .likelyIf(report.requested() == report.reported(),
                                "what was asked for and what was given are two numbers: nobody promised that they are equal")
                        .that("requested", report.requested())
                        .is(requested);
            }
        }
    }

    @Test
    void says_what_java_reports_afterwards() throws IOException {
        try (var channel = SocketChannel.open()) {
            for (var requested : List.of(1, ASKED, Integer.MAX_VALUE)) {
                int before = channel.getOption(SO_RCVBUF);
                var report = report(channel, SO_RCVBUF, requested, (of, option) -> HELD).value();
                var after = channel.getOption(SO_RCVBUF);
                Check.of(transcript)
                        .likelyIf(report.reported() == before && before != after,
                                "this is what it was before it was set: read it afterwards")
                        .likelyIf(report.reported() == requested,
                                "that is the wish; what became of it stands in getOption")
                        .likelyIf(report.reported() == HELD / 2, "half of what the kernel said is no answer of Java")
                        .likelyIf(report.reported() == 2 * after,
                                "Java has halved the kernel's number already, so that it looks like the wish: nothing is left to "
                                        + "be put right")
                        .that("reported", report.reported())
                        .is(after);
            }
        }
    }

    @Test
    void says_what_the_kernel_holds() throws IOException {
        try (var channel = SocketChannel.open()) {
            report(channel, SO_RCVBUF, ASKED, (of, option) -> HELD)
                    .whenReturned(report -> report.kernel() == 2 * ASKED || report.kernel() == 2 * report.reported(),
                            "twice is what Linux does, most of the time: it was computed, or another kernel was asked than the one "
                                    + "that was given")
                    .whenReturned(report -> report.kernel() == HELD / 2,
                            "the halving is Java's; this is the kernel's own number")
                    .returns("31337 for the kernel", report -> report.kernel() == HELD);
        }
    }

    @Test
    void asks_the_kernel_after_it_has_asked_for_the_size() throws IOException {
        try (var channel = SocketChannel.open()) {
            report(channel, SO_RCVBUF, ASKED, (of, option) -> ((NetworkChannel) of).getOption(option))
                    .whenReturned(report -> report.kernel() != ASKED,
                            "when the kernel was asked, another size was set than the one asked for, or none yet")
                    .returns("what the kernel held afterwards", report -> report.kernel() == ASKED);
        }
    }

    @Test
    void asks_about_this_option_of_this_channel() throws IOException {
        try (var channel = SocketChannel.open(); var other = DatagramChannel.open()) {
            for (var each : List.of(channel, other)) {
                for (var option : List.of(SO_RCVBUF, SO_SNDBUF)) {
                    var here = each == channel ? 1 : 3;
                    var expected = option == SO_RCVBUF ? here : here + 1;
                    report(each, option, ASKED, (of, asked) -> (of == channel ? 1 : 3) + (asked == SO_RCVBUF ? 0 : 1))
                            .whenReturned(report -> true,
                                    "the kernel was asked about another option, or another channel")
                            .returns("the kernel's word on " + option.name() + " of this channel",
                                    report -> report.kernel() == expected);
                    Check.of(transcript)
                            .likely("the wish went to another option, or nowhere")
                            .that("of " + option.name() + " in the channel", ((NetworkChannel) each).getOption(option))
                            .is(ASKED);
                }
            }
        }
    }

    @Test
    void refuses_what_is_no_size() throws IOException {
        try (var channel = SocketChannel.open()) {
            for (var requested : List.of(0, -1, Integer.MIN_VALUE)) {
                int before = channel.getOption(SO_SNDBUF);
                report(channel, SO_SNDBUF, requested, (of, option) -> HELD)
                        .whenReturned(report -> true,
                                "a channel takes 0 without a word, and the kernel makes its smallest size of it")
                        .throwsA(IllegalArgumentException.class);
                Check.of(transcript)
                        .likely("it is not yours to close: what was refused was a size")
                        .holds(channel.isOpen(), "the channel left open", "the channel closed");
                Check.of(transcript)
                        .likely("it was refused when it had been set already")
                        .that("of SO_SNDBUF in the channel", channel.getOption(SO_SNDBUF))
                        .is(before);
            }
        }
    }

    @Test
    void leaves_the_channel_as_it_is_now() throws IOException {
        try (var channel = DatagramChannel.open()) {
            report(channel, SO_RCVBUF, ASKED, (of, option) -> HELD).completes();
            Check.of(transcript)
                    .likely("it is not yours to close: somebody wants to use it now")
                    .holds(channel.isOpen(), "the channel left open", "the channel closed");
            Check.of(transcript)
                    .likely("a report is of what is, and not of what was: the size stays")
                    .that("of SO_RCVBUF in the channel", channel.getOption(SO_RCVBUF))
                    .is(ASKED);
        }
    }

    @Test
    void calls_twice_as_much_granted() {
        record Row(int requested, int kernel, boolean isGranted, String likely) {}
        for (var row : List.of(new Row(4096, 8192, true, "Linux doubles what it is asked for: socket(7)"),
                new Row(1, 2304, false, "more than twice: the wish was below the smallest size"),
                new Row(100_000_000, 8_388_608, false, "less than twice: the wish was above the largest size"),
                new Row(4096, 4096, false,
                        "this is another kernel's way, or the number was halved: twice is asked for"),
                new Row(4097, 8195, false, "8195 / 2 is 4097, and yet 8195 is not twice 4097"),
                new Row(Integer.MAX_VALUE, -2, false, "twice this is no int any more: it has gone round"))) {
            var transcript = new Transcript();
            transcript.test("asked whether " + row.requested() + " is granted where the kernel holds " + row.kernel());
            Call.of(transcript, () -> new BufferReport(row.requested(), row.requested(), row.kernel()).isGranted())
                    .whenReturned(is -> true, row.likely())
                    .returns(row.isGranted());
        }
    }

    /// A channel that notes what it is told.
    private record Noted(NetworkChannel channel, List<String> set) implements NetworkChannel {
        @Override
        public NetworkChannel bind(SocketAddress local) throws IOException {
            return channel.bind(local);
        }

        @Override
        public SocketAddress getLocalAddress() throws IOException {
            return channel.getLocalAddress();
        }

        @Override
        public <T> NetworkChannel setOption(SocketOption<T> name, T value) throws IOException {
            set.add(name.name() + " " + value);
            channel.setOption(name, value);
            return this;
        }

        @Override
        public <T> T getOption(SocketOption<T> name) throws IOException {
            return channel.getOption(name);
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return channel.supportedOptions();
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Test
    void asks_once_for_this_size_and_for_nothing_else() throws IOException {
        for (var option : List.of(SO_RCVBUF, SO_SNDBUF)) {
            try (var channel = SocketChannel.open()) {
                for (var requested : List.of(channel.getOption(option), Integer.MAX_VALUE)) {
                    var noted = new Noted(channel, new ArrayList<>());
                    report(noted, option, requested, (of, asked) -> HELD).completes();
                    Check.of(transcript)
                            .likelyIf(noted.set().isEmpty(),
                                    "it is asked for even if the channel has it: who sets a size ends the kernel's own care for it")
                            .likely("one size of one option is asked for, as it was given, once")
                            .that("set", noted.set())
                            .is(List.of(option.name() + " " + requested));
                }
            }
        }
    }

    @Test
    void lets_a_failure_of_the_kernel_out() throws IOException {
        try (var channel = SocketChannel.open()) {
            report(channel, SO_RCVBUF, ASKED, (of, option) -> {
                throw new IOException("it cannot be asked");
            }).whenReturned(report -> true, "what nobody has measured cannot be reported").throwsA(IOException.class);
        }
    }

    @Test
    void asks_the_kernels_number_alone_whether_it_is_granted() {
        transcript.test("asked whether 4096 is granted where Java reports 4095, and the kernel holds 8192");
        Call.of(transcript, () -> new BufferReport(4096, 4095, 8192).isGranted())
                .whenReturned(is -> true, "what Java reports does not count")
                .returns(true);
    }

    /// What this exercise is about, on this machine.
    @Test
    void tells_three_numbers_of_every_kind_of_channel(@TempDir Path folder) throws IOException {
        RealKernel.needed();
        var path = UnixDomainSocketAddress.of(folder.resolve("socket"));
        try (var listener = ServerSocketChannel.open().bind(ANYWHERE);
                var tcp = SocketChannel.open(listener.getLocalAddress());
                var udp = DatagramChannel.open().bind(ANYWHERE);
                var unixListener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(path);
                var unix = SocketChannel.open(path)) {
            var kinds = new LinkedHashMap<String, NetworkChannel>(Map.of());
            kinds.put("TCP", tcp);
            kinds.put("a listener of TCP", listener);
            kinds.put("UDP", udp);
            kinds.put("UNIX", unix);
            kinds.put("a listener of UNIX", unixListener);
            for (var kind : kinds.entrySet()) {
                transcript.test("opened a channel of " + kind.getKey());
                report(kind.getValue(), SO_RCVBUF, ASKED, Kernel.ofThisMachine())
                        .returns("20000, 20000 and 40000, all that it was asked for", report -> report
                                .equals(new BufferReport(ASKED, ASKED, 2 * ASKED)) && report.isGranted());
                report(kind.getValue(), SO_RCVBUF, 1, Kernel.ofThisMachine())
                        .returns("three different numbers for a wish of 1 byte", report -> report.reported() > 1
                                && report.kernel() == 2 * report.reported() && !report.isGranted());
            }
        }
    }

    @Test
    @Witness("python3")
    void agrees_with_another_program() throws IOException {
        RealKernel.needed();
        var program = """
                import socket
                s = socket.socket()
                for size in (1, 20000, 2147483647):
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, max(size, 1024))
                    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF))
                """;
        transcript.test("had python3 ask for the same sizes, and print what getsockopt says");
        try (var python = Python.runs(program); var listener = ServerSocketChannel.open().bind(ANYWHERE)) {
            var found = new StringBuilder();
            for (var requested : List.of(1, ASKED, Integer.MAX_VALUE)) {
                found.append(report(listener, SO_RCVBUF, requested, Kernel.ofThisMachine()).value().kernel())
                        .append('\n');
            }
            Check.of(transcript).that("for the kernel", found.toString()).is(new String(python.printed()));
        }
    }
}
