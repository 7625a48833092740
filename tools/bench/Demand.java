/// What is demanded of the loop, on two cores, for an exercise whose own tests take 50 ms.
final class Demand {
    private Demand() {}

    static void print(Figures watch, Figures once) {
        System.out.println("Demanded on two cores, with own tests of 50 ms (here: "
                + Runtime.getRuntime().availableProcessors() + " cores):");
        line("save to verdict: median", 250, watch.median());
        line("save to verdict: p95", 500, watch.quantile(0.95));
        line("./workbook check ID: median", 1000, once.median());
    }

    private static void line(String what, int most, double millis) {
        System.out.printf("  %s ≤ %d ms: %s (%.0f ms)%n", what, most, millis <= most ? "yes" : "no", millis);
    }
}
