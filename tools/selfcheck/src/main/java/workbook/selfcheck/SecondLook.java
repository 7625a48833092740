package workbook.selfcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import workbook.engine.Problem;

/// Checks proofs side by side, and looks again, with nothing beside it, at what has been found.
///
/// Side by side, an answer may be refused because a processor came too late. So a finding counts when it is made again
/// alone, in one of [#LOOKS] checks. What is not found again is a doubt: it is told, and many of them are no accident.
final class SecondLook {
    static final int LOOKS = 3;

    /// One doubt in so many proofs is let pass.
    static final int PROOFS_TO_A_DOUBT = 100;

    /// Held for reading by checks side by side, for writing by the one that is alone. Fair: it comes to its turn.
    private final ReadWriteLock company = new ReentrantReadWriteLock(true);
    private final Queue<String> doubts = new ConcurrentLinkedQueue<>();

    /// @return what contradicts the proof
    List<Problem> problems(Proof proof) throws Exception {
        var found = besideOthers(proof);
        return found.isEmpty() ? found : alone(proof, found);
    }

    private List<Problem> besideOthers(Proof proof) throws Exception {
        company.readLock().lock();
        try {
            return proof.check().problems();
        } finally {
            company.readLock().unlock();
        }
    }

    private List<Problem> alone(Proof proof, List<Problem> found) throws Exception {
        company.writeLock().lock();
        try {
            for (var look = 0; look < LOOKS; look++) {
                var again = proof.check().problems();
                if (!again.isEmpty()) {
                    return again;
                }
            }
        } finally {
            company.writeLock().unlock();
        }
        doubts.add(proof + "\n" + found.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        return List.of();
    }

    /// For the person who runs the self-check: each doubt with what was found.
    List<String> lines() {
        var lines = new ArrayList<String>();
        doubts.forEach(doubt -> lines.add("NOT CERTAIN, found once beside other proofs and not in " + LOOKS
                + " looks alone: " + doubt));
        return lines;
    }

    /// @param proofs how many have been checked
    boolean hasTooManyDoubts(int proofs) {
        return doubts.size() > Math.max(1, proofs / PROOFS_TO_A_DOUBT);
    }
}
