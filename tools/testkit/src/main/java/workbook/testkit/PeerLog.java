package workbook.testkit;

import java.time.Duration;

/// What one peer tells the transcript: its own deeds under its name, if it has one, and what it sees of the answer.
///
/// @param name empty for the only peer of a test
record PeerLog(Transcript transcript, String name) {
    void did(String deed) {
        transcript.test(named(deed));
    }

    void sent(byte[] bytes, String manner) {
        transcript.sent(bytes.length, named("sent " + Bytes.show(bytes) + manner));
    }

    void paused(Duration pause) {
        transcript.paused(named("paused " + pause.toMillis() + " ms"));
    }

    private String named(String deed) {
        return name.isEmpty() ? deed : name + " " + deed;
    }

    void answer(String deed) {
        transcript.you(deed);
    }
}
