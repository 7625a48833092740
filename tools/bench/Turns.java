import java.io.IOException;

/// Saves in the watch, one-shot checks and Maven on one exercise, in turns, so that all three meet the same machine.
final class Turns {
    private final Copy copy;
    private final Copy.Exercise exercise;
    private final int rest;
    private final Stopwatch stopwatch;

    private final Figures right = new Figures();
    private final Figures wrong = new Figures();
    private final Figures close = new Figures();
    private final Figures once = new Figures();
    private final Figures maven = new Figures();
    private final Figures ownInWatch = new Figures();
    private final Figures ownOnce = new Figures();

    Turns(Copy copy, String id, int rest) throws IOException {
        this.copy = copy;
        this.exercise = copy.exercise(id);
        this.rest = rest;
        stopwatch = Stopwatch.into(copy, exercise);
    }

    /// @param saves in all; those of a pair of one-shot and Maven are at least two, a wrong answer and a right one
    void run(int saves, int pairs) throws IOException, InterruptedException {
        var mvn = new String[]{"mvn", "-o", "-q", "-B", "-Plearn", "-pl", Copy.CHAPTER, "-am", "test",
                "-Dtest=" + exercise.test(), "-Dsurefire.failIfNoSpecifiedTests=false"};
        var perPair = Math.max(2, saves / pairs);
        try (var loop = new Loop(copy, exercise)) {
            loop.right(0, new Figures());
            copy.run(mvn);
            for (var pair = 0; pair < pairs; pair++) {
                stopwatch.take(new Figures());
                for (var save = 0; save < perPair; save += 2) {
                    Thread.sleep(rest);
                    loop.wrong(pair * perPair + save, wrong);
                    Thread.sleep(rest);
                    loop.right(pair * perPair + save, right);
                }
                stopwatch.take(ownInWatch);
                once.add(0, copy.run("./workbook", "check", exercise.id()));
                stopwatch.take(ownOnce);
                maven.add(0, copy.run(mvn));
            }
            for (var save = 0; save < pairs; save++) {
                loop.wrong(save, close);
                loop.right(save, close);
            }
        }
    }

    void print() {
        System.out.printf("%n%s: own core tests take %.0f ms in the watch and %.0f ms in a one-shot check (medians)%n",
                exercise.id(), ownInWatch.median(), ownOnce.median());
        System.out.println(Figures.header("milliseconds"));
        System.out.println(watch().row("watch: save to verdict"));
        System.out.println(right.row("  of right answers"));
        System.out.println(wrong.row("  of wrong answers"));
        System.out.println(close.row("  saved as soon as the last verdict stands"));
        System.out.println(ownInWatch.row("  own core tests"));
        System.out.println(once.row("./workbook check " + exercise.id()));
        System.out.println(ownOnce.row("  own core tests"));
        System.out.println(maven.row("mvn … test -Dtest=" + exercise.test()));
        System.out.printf("Maven takes %.1f times as long as the watch, and %.1f times as long as a one-shot check"
                + " (medians).%n", maven.median() / right.median(), maven.median() / once.median());
        if (exercise.id().equals(Yardstick.ID)) {
            Demand.print(watch(), once);
        }
    }

    private Figures watch() {
        var all = new Figures();
        all.addAll(right);
        all.addAll(wrong);
        return all;
    }
}
