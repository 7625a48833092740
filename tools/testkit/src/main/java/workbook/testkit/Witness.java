package workbook.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/// Marks a test that shows the exercise to a program which nobody here wrote: `@Test @Witness("curl")`.
///
/// It confirms and does not decide. Where the program is missing the test is [NotRun], with the install line for
/// this system.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Tag("witness")
public @interface Witness {
    /// The program: `curl`, `nc` or `python3`.
    String value();
}
