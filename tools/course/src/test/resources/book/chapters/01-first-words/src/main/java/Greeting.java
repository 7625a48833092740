/// Given code of the small book.
final class Greeting {
    // tag::speak[]
    static String speak(String name) {
        return "Hello, " + name; // <1>
    }
    // end::speak[]

    static String secret() {
        return "this line carries no tag and must never travel";
    }
}
