package workbook.engine.worker;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import workbook.testkit.Report;

/// How each [Message] is written: a byte for its kind, then its parts in order.
final class MessageCodec {
    /// In characters.
    private static final int LONGEST_ROW = 100_000;

    private static final int MOST = 100_000;

    private MessageCodec() {}

    static void write(Message message, DataOutput out) throws IOException {
        switch (message) {
            case Message.RunTests run -> {
                out.writeByte(1);
                text(run.testClass(), out);
                list(run.methods(), MessageCodec::text, out);
                list(run.classFolders(), MessageCodec::text, out);
                list(run.answerFiles(), MessageCodec::text, out);
                out.writeLong(run.seed());
                out.writeLong(run.limitMillis());
                out.writeBoolean(run.answerInProcess());
                text(run.answerClassPath(), out);
                text(run.capture().orElse(""), out);
                out.writeByte(run.until().ordinal());
                text(run.marker(), out);
            }
            case Message.AskThreads ignored -> out.writeByte(2);
            case Message.Hello hello -> {
                out.writeByte(3);
                text(hello.network(), out);
                text(hello.reason(), out);
            }
            case Message.Planned planned -> {
                out.writeByte(4);
                list(planned.tests(), (test, to) -> {
                    text(test.method(), to);
                    to.writeBoolean(test.isWitness());
                }, out);
            }
            case Message.Started started -> {
                out.writeByte(5);
                text(started.method(), out);
                out.writeLong(started.limitMillis());
            }
            case Message.Finished finished -> {
                out.writeByte(6);
                end(finished.end(), out);
            }
            case Message.Exiting exiting -> {
                out.writeByte(7);
                text(exiting.stack(), out);
                text(exiting.file(), out);
                out.writeInt(exiting.line());
            }
            case Message.Died died -> {
                out.writeByte(8);
                end(died.end(), out);
            }
            case Message.Threads threads -> {
                out.writeByte(9);
                list(threads.threads(), (thread, to) -> {
                    text(thread.name(), to);
                    text(thread.place(), to);
                    text(thread.file(), to);
                    to.writeInt(thread.line());
                }, out);
            }
            case Message.Done done -> {
                out.writeByte(10);
                out.writeBoolean(done.isClean());
            }
            case Message.Broke broke -> {
                out.writeByte(11);
                text(broke.trace(), out);
            }
        }
    }

    static Message read(DataInput in) throws IOException {
        return switch (in.readByte()) {
            case 1 -> new Message.RunTests(text(in), list(MessageCodec::text, in),
                    list(MessageCodec::text, in), list(MessageCodec::text, in), in.readLong(), in.readLong(),
                    in.readBoolean(), text(in), Optional.of(text(in)).filter(path -> !path.isEmpty()),
                    constant(Message.Until.values(), in), text(in));
            case 2 -> new Message.AskThreads();
            case 3 -> new Message.Hello(text(in), text(in));
            case 4 -> new Message.Planned(
                    list(from -> new Message.PlannedTest(text(from), from.readBoolean()), in));
            case 5 -> new Message.Started(text(in), in.readLong());
            case 6 -> new Message.Finished(end(in));
            case 7 -> new Message.Exiting(text(in), text(in), in.readInt());
            case 8 -> new Message.Died(end(in));
            case 9 -> new Message.Threads(list(
                    from -> new Message.ThreadPlace(text(from), text(from), text(from), from.readInt()), in));
            case 10 -> new Message.Done(in.readBoolean());
            case 11 -> new Message.Broke(text(in));
            default -> throw new IOException("a message of an unknown kind arrived");
        };
    }

    private static void end(Message.TestEnd end, DataOutput out) throws IOException {
        text(end.method(), out);
        text(end.display(), out);
        out.writeByte(end.ending().ordinal());
        out.writeLong(end.millis());
        list(end.report().rows(), (row, to) -> {
            text(row.label(), to);
            list(shortened(row.lines()), MessageCodec::text, to);
        }, out);
        text(end.file(), out);
        out.writeInt(end.line());
        out.writeBoolean(end.isStuck());
        text(end.trace(), out);
    }

    /// A message that an answer made as long as it liked is not read to its end by anybody.
    private static List<String> shortened(List<String> lines) {
        var left = LONGEST_ROW;
        var shortened = new ArrayList<String>();
        for (var line : lines) {
            if (line.length() > left) {
                shortened.add(line.substring(0, left) + "…");
                break;
            }
            shortened.add(line);
            left -= line.length() + 1;
            if (left <= 0) {
                break;
            }
        }
        return shortened;
    }

    private static Message.TestEnd end(DataInput in) throws IOException {
        return new Message.TestEnd(text(in), text(in), constant(Message.Ending.values(), in), in.readLong(),
                new Report(list(from -> new Report.Row(text(from), list(MessageCodec::text, from)), in)), text(in),
                in.readInt(), in.readBoolean(), text(in));
    }

    private static <T extends Enum<T>> T constant(T[] constants, DataInput in) throws IOException {
        var ordinal = in.readByte();
        if (ordinal < 0 || ordinal >= constants.length) {
            throw new IOException("constant " + ordinal + " arrived where " + List.of(constants) + " can");
        }
        return constants[ordinal];
    }

    private static void text(String text, DataOutput out) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInput in) throws IOException {
        var bytes = new byte[count(in, 4 << 20)];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static <T> void list(List<T> items, Writer<T> writer, DataOutput out) throws IOException {
        out.writeInt(items.size());
        for (var item : items) {
            writer.write(item, out);
        }
    }

    private static <T> List<T> list(Reader<T> reader, DataInput in) throws IOException {
        var items = new ArrayList<T>();
        for (var left = count(in, MOST); left > 0; left--) {
            items.add(reader.read(in));
        }
        return items;
    }

    private static int count(DataInput in, int most) throws IOException {
        var count = in.readInt();
        if (count < 0 || count > most) {
            throw new IOException("a count of " + count + " arrived");
        }
        return count;
    }

    private interface Writer<T> {
        void write(T item, DataOutput out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInput in) throws IOException;
    }
}
