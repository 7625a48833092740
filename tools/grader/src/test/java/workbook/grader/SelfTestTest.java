package workbook.grader;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import workbook.engine.Catalogue;

@NeedsSandboxes
class SelfTestTest {
    private static final Path ROOT = Path.of(System.getProperty("workbook.root", "../..")).toAbsolutePath().normalize();

    @Test
    void holds_on_this_machine() throws IOException, InterruptedException, InfrastructureException {
        try (var workbench = Workbench.open(Catalogue.read(ROOT), Path.of("target", "java").toAbsolutePath())) {
            assertThatCode(() -> new SelfTest(workbench).run(workbench.catalogue().find("recv-exactly").orElseThrow()))
                    .doesNotThrowAnyException();
        }
    }
}
