package workbook.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What both sides of a conversation did, in order, as a report tells it.
///
/// Peers write to it from their own threads while the answer is read or called from others. A test seldom
/// writes to it; where it does something that the report should tell, it says so with [#test(String)].
public final class Transcript {
    /// More than this many things that a side did are cut in the middle.
    private static final int LONGEST = 12;

    /// How long a report waits for what its own side is about to do.
    private static final Duration SETTLING = Duration.ofMillis(400);

    private final List<String> test = new ArrayList<>();
    private final List<Deed> answer = new ArrayList<>();
    private final List<Long> pauses = new ArrayList<>();
    private final List<Partner> partners = new ArrayList<>();
    private long sent;
    private long read;
    private long reads;

    /// Who takes part on the test's side, and can be asked to come to an end before the report is written.
    interface Partner {
        /// The answer is about to be called.
        void answerBegins();

        /// The answer has returned, thrown, or run out of time: wait for nothing more from it.
        void answerEnded();

        /// Waits until what the report should tell has happened.
        void settle(Deadline deadline);
    }

    /// Something that the answer did, possibly many times in a row.
    private static final class Deed {
        final String text;
        long bytes;
        long times = 1;

        Deed(String text, long bytes) {
            this.text = text;
            this.bytes = bytes;
        }

        boolean joins(Deed next) {
            return text.equals(next.text);
        }

        @Override
        public String toString() {
            if (text.equals("read")) {
                return times == 1
                        ? "read " + Bytes.count(bytes)
                        : String.format(Locale.ROOT, "read %s in %,d reads", Bytes.count(bytes), times);
            }
            return times == 1 ? text : String.format(Locale.ROOT, "%s %,d times", text, times);
        }
    }

    /// The test's side did this: `connected`.
    public synchronized void test(String did) {
        test.add(did);
    }

    /// The answer was seen to do this: `closed its socket`.
    public synchronized void you(String did) {
        add(new Deed(did, 0));
    }

    synchronized void sent(int bytes, String did) {
        sent += bytes;
        test.add(did);
    }

    synchronized void paused(String did) {
        pauses.add(sent);
        test.add(did);
    }

    synchronized void youRead(int bytes) {
        read += bytes;
        reads++;
        add(new Deed("read", bytes));
    }

    private void add(Deed deed) {
        if (!answer.isEmpty() && answer.getLast().joins(deed)) {
            answer.getLast().bytes += deed.bytes;
            answer.getLast().times++;
        } else {
            answer.add(deed);
        }
    }

    /// How many bytes the answer was seen to take, through an [ObservedInput].
    public synchronized long bytesRead() {
        return read;
    }

    /// In how many reads it took them.
    public synchronized long reads() {
        return reads;
    }

    /// Whether the test's side paused after exactly so many bytes.
    public synchronized boolean pausedAfter(long bytes) {
        return pauses.contains(bytes);
    }

    synchronized void takesPart(Partner partner) {
        partners.add(partner);
    }

    private synchronized List<Partner> partners() {
        return List.copyOf(partners);
    }

    void answerBegins() {
        partners().forEach(Partner::answerBegins);
    }

    void answerEnded() {
        partners().forEach(Partner::answerEnded);
    }

    void settle() {
        var deadline = Deadline.in(SETTLING).orEarlier(TestScope.current().last());
        partners().forEach(partner -> partner.settle(deadline));
    }

    /// The test's side in one line: `connected, sent "h", paused 50 ms, sent "i", closed`.
    public synchronized String ofTest() {
        return join(test);
    }

    /// The answer's side in one line: `read 5 bytes in 2 reads, met the end`.
    public synchronized String ofYou() {
        return join(answer.stream().map(Deed::toString).toList());
    }

    private static String join(List<String> deeds) {
        if (deeds.size() <= LONGEST) {
            return String.join(", ", deeds);
        }
        var left = LONGEST / 2;
        return String.join(", ", deeds.subList(0, left)) + ", … " + (deeds.size() - 2 * left) + " more …, "
                + String.join(", ", deeds.subList(deeds.size() - left, deeds.size()));
    }
}
