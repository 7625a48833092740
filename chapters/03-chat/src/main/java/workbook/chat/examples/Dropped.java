package workbook.chat.examples;

import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;

/// Who gets a line while the list of members is being changed by the loop that sends it.
final class Dropped {
    private Dropped() {}

    public static void main(String[] args) {
        for (var gone : List.of("ana", "bo", "cy")) {
            tellsAllBut(gone);
        }
    }

    private static void tellsAllBut(String gone) {
        var told = new ArrayList<String>();
        // tag::loop[]
        var members = new ArrayList<>(List.of("ana", "bo", "cy"));
        try {
            for (var member : members) {
                if (member.equals(gone)) {
                    members.remove(member);
                } else {
                    told.add(member);
                }
            }
            System.out.println(gone + " is gone; told: " + told);
        } catch (ConcurrentModificationException e) {
            System.out.println(gone + " is gone; told: " + told
                    + ", then " + e.getClass().getSimpleName());
        }
        // end::loop[]
    }
}
