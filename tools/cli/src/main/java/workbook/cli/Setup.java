package workbook.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/// What commands work with: everything that a test may want to put something else in the place of.
///
/// @param root        the workbook's folder
/// @param environment variables of this process
/// @param runners     makes what runs exercises, when the first is run
record Setup(Path root, Console console, Map<String, String> environment, Supplier<Runner> runners) {
    Programs programs() {
        return new Programs(environment);
    }

    boolean isContinuousIntegration() {
        return environment.getOrDefault("CI", "").equals("true");
    }
}
