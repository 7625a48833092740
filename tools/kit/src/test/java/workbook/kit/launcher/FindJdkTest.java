package workbook.kit.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class FindJdkTest {
    private static final Script FIND_JDK = Script.of(Script.WORKBOOK.resolve("tools/find-jdk.sh"));

    private Path folder;

    /// Real, because the script follows links and macOS keeps temporary folders behind one.
    @BeforeEach
    void realFolder(@TempDir Path temporary) throws IOException {
        folder = Files.createDirectory(temporary.toRealPath().resolve("with blanks"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "25.0.3", "26-ea", "100.1"})
    void takes_25_and_later(String version) throws Exception {
        var jdk = Script.fakeJdk(folder.resolve("jdk"), version);
        assertThat(FIND_JDK.with("JAVA_HOME", jdk).run()).isEqualTo(new Script.Result(0, jdk + "\n", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"24.0.2", "1.8.0_402", "", "unknown"})
    void passes_over_what_is_older_or_does_not_say(String version) throws Exception {
        var old = Script.fakeJdk(folder.resolve("old"), version);
        assertThat(FIND_JDK.with("JAVA_HOME", old).run().out()).isNotEqualTo(old + "\n");
    }

    @Test
    void passes_over_a_java_without_its_compiler() throws Exception {
        var runtime = Script.fakeJdk(folder.resolve("jre"), "25");
        Files.delete(runtime.resolve("bin/javac"));
        assertThat(FIND_JDK.with("JAVA_HOME", runtime).run().out()).isNotEqualTo(runtime + "\n");
    }

    @Test
    void finds_the_jdk_that_a_link_in_PATH_leads_to() throws Exception {
        var jdk = Script.fakeJdk(folder.resolve("jdk"), "25");
        var programs = Files.createDirectory(folder.resolve("programs"));
        Files.createSymbolicLink(programs.resolve("javac"), jdk.resolve("bin/javac"));
        assertThat(FIND_JDK.with("PATH", programs + ":" + System.getenv("PATH")).run().out()).isEqualTo(jdk + "\n");
    }

    @Test
    void obeys_WORKBOOK_JAVA_HOME_before_all_others() throws Exception {
        var jdk = Script.fakeJdk(folder.resolve("jdk"), "25");
        var other = Script.fakeJdk(folder.resolve("other"), "25");
        assertThat(FIND_JDK.with("JAVA_HOME", other).with("WORKBOOK_JAVA_HOME", jdk).run().out()).isEqualTo(jdk + "\n");
    }

    @Test
    void says_so_if_WORKBOOK_JAVA_HOME_leads_nowhere() throws Exception {
        var nowhere = folder.resolve("nowhere");
        assertThat(FIND_JDK.with("WORKBOOK_JAVA_HOME", nowhere).run()).isEqualTo(new Script.Result(3, "",
                "WORKBOOK_JAVA_HOME is " + nowhere + ", which holds no JDK 25 or later: correct it or unset it.\n"));
    }
}
