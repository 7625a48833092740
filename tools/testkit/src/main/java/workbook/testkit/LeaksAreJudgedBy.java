package workbook.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names the one test of a class that fails for a socket or thread left behind; the others let it pass.
///
/// For exercises in which closing is a lesson of its own: without this, a learner whose first test is otherwise
/// right would be told of the socket before being told that the greeting was read.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface LeaksAreJudgedBy {
    /// The test method's name.
    String value();
}
