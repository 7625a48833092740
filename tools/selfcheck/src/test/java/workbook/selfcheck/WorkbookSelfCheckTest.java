package workbook.selfcheck;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.ExecutionMode;
import workbook.engine.Problem;
import workbook.engine.Run;

/// Proves this workbook.
///
/// `-Dworkbook.network=host` runs it on the machine's own network. `-Dworkbook.changed=id,id` names exercises that a
/// learner has begun: their stubs are no stubs any more. `-Dworkbook.only=id,id` proves these exercises alone, for
/// whoever is writing them.
class WorkbookSelfCheckTest {
    private static final ProofTimes TIMES = new ProofTimes();
    private static final SecondLook LOOKS = new SecondLook();

    private static SelfCheck selfCheck;

    @BeforeAll
    static void open() throws IOException {
        var network = System.getProperty("workbook.network", "private").equals("host")
                ? Run.Network.HOST
                : Run.Network.PRIVATE;
        selfCheck = SelfCheck.of(Path.of(System.getProperty("workbook.root")), network, changed(),
                GreenLimit::crowdingHere);
        changed().forEach(id -> System.out.println(id + ": yours, stub row skipped"));
    }

    /// What is published is checked whole.
    private static Set<String> changed() {
        return "true".equals(System.getenv("CI"))
                ? Set.of()
                : ids("workbook.changed");
    }

    private static Set<String> ids(String property) {
        return Arrays.stream(System.getProperty(property, "").split(","))
                .filter(id -> !id.isBlank())
                .collect(Collectors.toUnmodifiableSet());
    }

    @AfterAll
    static void close() throws IOException {
        selfCheck.close();
        TIMES.lines().forEach(System.out::println);
        LOOKS.lines().forEach(System.out::println);
        if (LOOKS.hasTooManyDoubts(TIMES.proofs())) {
            throw new AssertionError("More than one proof in " + SecondLook.PROOFS_TO_A_DOUBT
                    + " is not certain; make tests and answers certain, see above.");
        }
    }

    @TestFactory
    Stream<DynamicTest> the_workbook_keeps_its_promises() throws IOException {
        var only = ids("workbook.only");
        return selfCheck.proofs()
                .stream()
                .filter(proof -> only.isEmpty() || only.contains(proof.subject()))
                .map(proof -> dynamicTest(test -> test.displayName(proof.toString())
                        .executionMode(ExecutionMode.CONCURRENT)
                        .executable(() -> holds(proof))));
    }

    private static void holds(Proof proof) throws Exception {
        var start = System.nanoTime();
        var problems = LOOKS.problems(proof);
        TIMES.ended(proof.chapter(), start);
        if (!problems.isEmpty()) {
            throw new AssertionError(
                    problems.stream().map(Problem::toString).collect(Collectors.joining("\n", "\n", "")));
        }
    }
}
