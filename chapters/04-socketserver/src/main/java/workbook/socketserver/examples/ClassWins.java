package workbook.socketserver.examples;

/// A method that two give: a class, and an interface.
final class ClassWins {
    private ClassWins() {}

    // tag::both[]
    static class Server {
        public void processRequest() {
            System.out.println("here, now");
        }
    }

    interface Threading {
        default void processRequest() {
            System.out.println("in a thread of its own");
        }
    }

    static class ThreadingServer extends Server implements Threading {}
    // end::both[]

    public static void main(String[] args) {
        new ThreadingServer().processRequest();
    }
}
