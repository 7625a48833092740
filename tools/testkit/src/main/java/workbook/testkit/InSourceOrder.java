package workbook.testkit;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;

/// Runs tests in the order in which they are written, which is the order in which they teach.
///
/// Reflection promises no order; the class file keeps that of the source. What a test inherits from a suite comes first.
public final class InSourceOrder implements MethodOrderer {
    @Override
    public void orderMethods(MethodOrdererContext context) {
        var written = methods(context.getTestClass());
        context.getMethodDescriptors()
                .sort(Comparator.comparingInt(method -> written.indexOf(method.getMethod().getName())));
    }

    private static List<String> methods(Class<?> type) {
        if (type == Object.class) {
            return List.of();
        }
        var file = type.getName().replaceFirst(".*\\.", "") + ".class";
        try (var in = type.getResourceAsStream(file)) {
            var own = in == null
                    ? Stream.<String>of()
                    : ClassFile.of()
                            .parse(in.readAllBytes())
                            .methods()
                            .stream()
                            .map(method -> method.methodName().stringValue());
            return Stream.concat(methods(type.getSuperclass()).stream(), own).toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
