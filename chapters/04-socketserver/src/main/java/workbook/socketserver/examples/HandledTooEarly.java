package workbook.socketserver.examples;

import java.util.ArrayList;
import java.util.List;

/// What a handler finds in its fields if the constructor of its superclass calls it.
final class HandledTooEarly {
    private HandledTooEarly() {}

    // tag::port[]
    abstract static class Handler {
        Handler() {
            handle();
        }

        abstract void handle();
    }

    static final class Counting extends Handler {
        private List<String> lines = new ArrayList<>();
        private int count = 10;

        @Override
        void handle() {
            count++;
            System.out.println("in handle: " + lines + ", " + count);
        }

        void afterwards() {
            System.out.println("afterwards: " + lines + ", " + count);
        }
    }
    // end::port[]

    // tag::prepared[]
    static final class Prepared extends Handler {
        private final List<String> lines;

        Prepared() {
            lines = new ArrayList<>();
            super();
        }

        @Override
        void handle() {
            System.out.println("prepared: " + lines);
        }
    }
    // end::prepared[]

    public static void main(String[] args) {
        // tag::call[]
        new Counting().afterwards();
        // end::call[]
        new Prepared();
    }
}
