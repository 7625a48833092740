package workbook.sockets;

import java.net.ConnectException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Ending;
import workbook.testkit.LeaksAreJudgedBy;
import workbook.testkit.Netcat;
import workbook.testkit.Python;
import workbook.testkit.ScriptedPeer;
import workbook.testkit.Seed;
import workbook.testkit.Witness;

@LeaksAreJudgedBy("closes_its_socket")
class HelloSocketTest {
    private static final String NOT_WHAT_WAS_SAID = "the text stands in the code, or was kept from an earlier call: "
            + "call the server each time and return what it says";

    @Test
    void reads_the_line_the_server_speaks() {
        var greeting = Seed.greeting(Seed.random());
        try (var server = ScriptedPeer.start()) {
            // The server stays: the line is over, the connection is not.
            server.sends(greeting + "\r\n");
            greetingOf(server, greeting).returns(greeting);
        }
    }

    @Test
    void reads_another_text_from_another_port() {
        var random = Seed.random();
        for (var greeting : new String[]{Seed.greeting(random), Seed.greeting(random)}) {
            try (var server = ScriptedPeer.start()) {
                server.sends(greeting + "\r\n").closes();
                greetingOf(server, greeting).returns(greeting);
            }
        }
    }

    @Test
    void leaves_the_line_end_out() {
        var greeting = Seed.greeting(Seed.random());
        for (var lineEnd : new String[]{"\n", "\r\n"}) {
            try (var server = ScriptedPeer.start()) {
                server.sends(greeting + lineEnd).closes();
                greetingOf(server, greeting).returns(greeting);
            }
        }
    }

    @Test
    void keeps_the_blanks_of_the_line() {
        var greeting = "  " + Seed.greeting(Seed.random()) + "  and  more\t";
        try (var server = ScriptedPeer.start()) {
            server.sends(greeting + "\r\n").closes();
            greetingOf(server, greeting)
                    .whenReturned(text -> greeting.strip().equals(text),
                            "strip() and trim() take the line's blanks, too: readLine() takes the line's end alone")
                    .returns(greeting);
        }
    }

    @Test
    void reads_a_line_of_any_length() {
        var random = Seed.random();
        var longLine = (Seed.greeting(random) + " ").repeat(300);
        for (var greeting : new String[]{longLine, ""}) {
            try (var server = ScriptedPeer.start()) {
                server.sends(greeting + "\r\n").closes();
                Call.of(server, () -> HelloSocket.greeting(server.address()))
                        .whenReturned(text -> text.length() < greeting.length(),
                                "the line is longer than the array that was to hold it")
                        .whenReturnedNull("an empty line is a line: null was returned for it")
                        .returns(greeting);
            }
        }
    }

    @Test
    void reads_a_line_that_arrives_in_two_pieces() {
        var greeting = Seed.greeting(Seed.random());
        try (var server = ScriptedPeer.start()) {
            server.pauses().sends(greeting.substring(0, 5)).pauses().sends(greeting.substring(5) + "\r\n").closes();
            greetingOf(server, greeting)
                    .whenReturned(text -> !text.isEmpty() && greeting.startsWith(text) && !text.equals(greeting),
                            "one read() was taken for the whole line: it returns what has arrived so far")
                    .returns(greeting);
        }
    }

    @Test
    void closes_its_socket() {
        var greeting = Seed.greeting(Seed.random());
        try (var server = ScriptedPeer.start()) {
            server.sends(greeting + "\r\n").halfCloses().readsToTheEnd();
            greetingOf(server, greeting)
                    .returns(greeting)
                    .likely("nobody closes the socket: try (var socket = …) closes it on every way out")
                    .holds(server.ending() != Ending.OPEN, "the socket closed", "still open a second later");
        }
    }

    @Test
    @Witness("nc")
    void hears_nc() {
        var greeting = Seed.greeting(Seed.random());
        try (var nc = Netcat.saying(greeting + "\n")) {
            Call.of(nc.transcript(), () -> HelloSocket.greeting(nc.address())).returns(greeting);
        }
    }

    @Test
    @Witness("python3")
    void hears_python() {
        var greeting = Seed.greeting(Seed.random());
        var server = """
                import socket, sys
                with socket.create_server(("127.0.0.1", 0)) as server:
                    print(server.getsockname()[1])
                    connection, address = server.accept()
                    with connection:
                        connection.sendall(sys.argv[1].encode("ascii") + b"\\r\\n")
                """;
        try (var python = Python.runs(server, greeting)) {
            var address = python.address();
            Call.of(python.transcript(), () -> HelloSocket.greeting(address)).returns(greeting);
        }
    }

    private static Call<String> greetingOf(ScriptedPeer server, String spoken) {
        return Call.of(server, () -> HelloSocket.greeting(server.address()))
                .whenHung("it waits for more than the one line: the server has no more to say, and does not hang up")
                .whenReturnedNull("null was returned: return the line that was read")
                .whenReturned(String::isEmpty,
                        "it did not wait: nothing had arrived yet when it looked, and readLine() waits for a line")
                .whenReturned(text -> !spoken.contains(text.strip()), NOT_WHAT_WAS_SAID)
                .whenReturned(text -> text.equals(Integer.toString(spoken.codePointAt(0))),
                        "read() gives one character, and gives it as a number: you want a line")
                .whenReturned(text -> text.length() == 1 && spoken.startsWith(text),
                        "one character was read: readLine() waits for the whole line")
                .whenReturned(text -> text.contains(spoken) && text.indexOf('\0') > 0,
                        "all of the array was returned, also where nothing was put: read says how much it brought")
                .whenReturned(text -> text.endsWith("\n") || text.endsWith("\r"),
                        "the line's end was kept: \\r and \\n say where the line ends and are no part of it")
                .whenReturned(text -> !server.isConnected(), NOT_WHAT_WAS_SAID)
                .whenThrew(SocketException.class,
                        "the socket was used before it was connected, or after it was closed")
                .whenThrew(ConnectException.class,
                        "it calls a port of its own choice: call the address that the method is given")
                .byHand("printf 'Hello\\r\\n' | nc -l 127.0.0.1 4000\nbeside it: nc 127.0.0.1 4000");
    }
}
