package workbook.grader;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import workbook.engine.Catalogue;
import workbook.engine.Chapter;

/// Names each answer by a hash over all that its verdict depends on: the answer, the exercise's chapter with tests, given
/// code and reference, the workbook's tools, and the JDK. Where nothing of it changed, a verdict holds.
final class AnswerKeys {
    private static final List<String> TOOLS = List.of("pom.xml", "tools/kit/src/main", "tools/testkit/src/main",
            "tools/engine/src/main", "tools/grader/pom.xml", "tools/grader/src/main");

    private final Catalogue catalogue;
    private final byte[] common;
    private final Map<String, byte[]> chapters = new HashMap<>();

    /// @param isContained see [JudgeFactory#isContained()]
    AnswerKeys(Catalogue catalogue, boolean isContained) throws IOException {
        this.catalogue = catalogue;
        var hash = sha256();
        add(hash, Runtime.version() + " " + System.getProperty("os.arch") + " " + isContained);
        for (var place : TOOLS) {
            addAll(hash, catalogue.root().resolve(place));
        }
        common = hash.digest();
    }

    String key(AnswerToJudge answer) throws IOException {
        var exercise = answer.exercise();
        var hash = sha256();
        hash.update(common);
        for (var chapter : catalogue.programOf(catalogue.chapter(exercise))) {
            hash.update(chapterHash(chapter));
        }
        add(hash, exercise.id() + " " + exercise.points() + " " + exercise.after() + " " + exercise.judge() + " "
                + exercise.needs() + " " + exercise.hidden().size());
        answer.sources().forEach((name, bytes) -> {
            add(hash, name);
            add(hash, bytes);
        });
        return HexFormat.of().formatHex(hash.digest());
    }

    private byte[] chapterHash(Chapter chapter) throws IOException {
        var known = chapters.get(chapter.name());
        if (known == null) {
            var hash = sha256();
            addAll(hash, chapter.folder().resolve("src"));
            var solution = catalogue.root().resolve("solutions").resolve(chapter.name());
            addAll(hash, solution.resolve("src"));
            addAll(hash, solution.resolve("hidden"));
            known = hash.digest();
            chapters.put(chapter.name(), known);
        }
        return known;
    }

    private void addAll(MessageDigest hash, Path place) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        try (var files = Files.walk(place)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                // Not what editors leave beside it.
                if (!file.getFileName().toString().startsWith(".")) {
                    add(hash, catalogue.root().relativize(file).toString());
                    add(hash, Files.readAllBytes(file));
                }
            }
        }
    }

    private static void add(MessageDigest hash, String text) {
        add(hash, text.getBytes(UTF_8));
    }

    /// With its length, so that no two lists of parts give the same bytes.
    private static void add(MessageDigest hash, byte[] part) {
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        hash.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
