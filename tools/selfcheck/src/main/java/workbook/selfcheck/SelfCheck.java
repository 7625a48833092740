package workbook.selfcheck;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import workbook.engine.Catalogue;
import workbook.engine.Engine;
import workbook.engine.Run;

/// Proves the workbook: that every exercise is red on its stub, green on every right answer, and refuses every wrong one
/// with the words that were meant to help.
final class SelfCheck implements AutoCloseable {
    private static final String WORKBOOK = "the workbook";

    private final Catalogue catalogue;
    private final Engine engine;
    private final Run.Network network;
    private final Set<String> changed;
    private final DoubleSupplier crowding;

    private SelfCheck(Catalogue catalogue, Engine engine, Run.Network network, Set<String> changed,
            DoubleSupplier crowding) {
        this.catalogue = catalogue;
        this.engine = engine;
        this.network = network;
        this.changed = changed;
        this.crowding = crowding;
    }

    /// @param changed ids of the exercises whose stubs a learner has written over
    /// @param crowding as in [GreenLimit]
    static SelfCheck of(Path root, Run.Network network, Set<String> changed, DoubleSupplier crowding)
            throws IOException {
        var catalogue = Catalogue.read(root);
        if (!catalogue.exercises().isEmpty()) {
            Engine.rehearse(root, catalogue.run(catalogue.exercises().getFirst()));
        }
        return new SelfCheck(catalogue, Engine.reusingWorkers(root), network, changed, crowding);
    }

    /// All statements, those about the material first.
    List<Proof> proofs() throws IOException {
        var inventory = new Inventory(catalogue);
        var proofs = new ArrayList<Proof>();
        proofs.add(
                new Proof(WORKBOOK, WORKBOOK, "has everything, and nothing that belongs to nothing",
                        inventory::problems));
        proofs.add(new Proof(WORKBOOK, WORKBOOK, "includes, anchors and cross-references lead somewhere",
                () -> new TextLinks(catalogue).problems()));
        var slow = SlowExercises.read(catalogue.root());
        for (var exercise : catalogue.exercises()) {
            proofs.addAll(new ExerciseProofs(catalogue, exercise, engine, network,
                    new GreenLimit(slow.limit(exercise.id()), crowding), changed.contains(exercise.id())).all());
        }
        return proofs;
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }
}
