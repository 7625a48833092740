package workbook.grader;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// For tests of what only Linux with bubblewrap has. Elsewhere they are NOT RUN, and say why; with
/// `-Dworkbook.strict=true` that is an error.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(NeedsSandboxes.Condition.class)
public @interface NeedsSandboxes {
    final class Condition implements ExecutionCondition {
        private static final Optional<String> MISSING = missing();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (MISSING.isEmpty()) {
                return ConditionEvaluationResult.enabled("sandboxes can be made");
            }
            if (Boolean.getBoolean("workbook.strict")) {
                throw new IllegalStateException("NOT RUN: " + MISSING.get());
            }
            return ConditionEvaluationResult.disabled("NOT RUN: " + MISSING.get());
        }

        private static Optional<String> missing() {
            if (!runs("unshare", "--user", "--map-root-user", "--net", "true")) {
                return Optional.of("no namespace can be made; to enable it: ./workbook doctor");
            }
            return runs("bwrap", "--version")
                    ? Optional.empty()
                    : Optional.of("bwrap is not installed; to enable it: ./workbook doctor --fix");
        }

        private static boolean runs(String... command) {
            try {
                return new ProcessBuilder(List.of(command)).redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor() == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
