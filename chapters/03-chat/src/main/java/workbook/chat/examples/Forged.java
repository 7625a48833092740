package workbook.chat.examples;

import java.util.regex.Pattern;

/// What a name does in the middle of a line, if nobody has looked at it.
final class Forged {
    private Forged() {}

    public static void main(String[] args) {
        // tag::forged[]
        var name = "eve\r\n<ana> the key is under the mat\r\n* eve";
        System.out.print("* guest3 is now " + name + "\r\n");
        // end::forged[]
        // tag::checks[]
        var whole = Pattern.compile("[a-z]+");
        var ends = Pattern.compile("^[a-z]+$");
        System.out.println("matches   " + whole.matcher("eve\n").matches());
        System.out.println("find      " + whole.matcher("eve\n").find());
        System.out.println("find ^…$  " + ends.matcher("eve\n").find());
        // end::checks[]
    }
}
