package workbook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import workbook.kit.Todo;

/// What an answer's own JVM runs: it calls the program, and tells the test's JVM over a UNIX domain socket where it
/// listens and how it ended. It ends with the test's JVM, whatever the program does.
final class AnswerProgram implements Answer.Handover {
    private final SocketChannel line;
    private final PrintStream told;

    private AnswerProgram(SocketChannel line) {
        this.line = line;
        this.told = new PrintStream(Channels.newOutputStream(line), true, UTF_8);
    }

    /// @param arguments the socket's path, a class, a method, and the program's own arguments
    public static void main(String... arguments) throws IOException, ClassNotFoundException {
        var line = SocketChannel.open(StandardProtocolFamily.UNIX);
        line.connect(UnixDomainSocketAddress.of(arguments[0]));
        var program = new AnswerProgram(line);
        Thread.ofPlatform().daemon().name("testkit lifeline").start(program::endWithTheTest);
        Answer.runsFor(program);
        var type = Class.forName(arguments[1], true, Thread.currentThread().getContextClassLoader());
        try {
            var status = run(type, arguments[2], Arrays.asList(arguments).subList(3, arguments.length));
            if (status != 0) {
                System.exit(status);
            }
        } catch (Todo todo) {
            program.told.println("todo " + todo.getMessage());
            System.exit(1);
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /// Calls the static method; what it returns, if that is an `int`, else 0.
    static int run(Class<?> program, String method, List<String> arguments) throws Throwable {
        try {
            var entry = program.getDeclaredMethod(method, String[].class);
            entry.setAccessible(true);
            return entry.invoke(null, (Object) arguments.toArray(String[]::new)) instanceof Integer status ? status : 0;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(program.getName() + " has no static " + method + "(String...)", e);
        }
    }

    private void endWithTheTest() {
        try {
            line.read(ByteBuffer.allocate(1));
        } catch (IOException e) {
            // The test's JVM is gone, or going.
        }
        Runtime.getRuntime().halt(137);
    }

    @Override
    public void listensOn(int port) {
        told.println("port " + port);
    }

    @Override
    public void closes(AutoCloseable open) {
        // A process is ended from outside.
    }
}
