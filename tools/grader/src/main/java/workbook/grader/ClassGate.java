package workbook.grader;

import java.lang.classfile.ClassFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import workbook.grader.runner.CompileReply;

/// Looks at compiled classes as data before any JVM loads them: each must be one of the answer's own.
///
/// Here names decide, so a class that calls itself like a test, like JUnit's or like the grader's goes no further.
final class ClassGate {
    private static final int MOST = 500;
    private static final List<String> RESERVED = List.of("java/", "javax/", "jdk/", "sun/", "com/sun/", "org/junit/",
            "org/assertj/", "org/opentest4j/", "org/apiguardian/", "org/jspecify/", "workbook/kit/",
            "workbook/testkit/",
            "workbook/engine/", "workbook/grader/");

    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");

    private ClassGate() {}

    /// @return what is wrong with them, or nothing
    static Optional<Refused> check(Material material, List<String> files, List<CompileReply.Compiled> classes) {
        if (classes.size() > MOST) {
            return rejected(classes.size() + " classes came of this answer; more than " + MOST + " are not taken.");
        }
        var found = new TreeSet<String>();
        for (var each : classes) {
            var refused = check(material, each);
            if (refused.isPresent()) {
                return refused;
            }
            found.add(each.name());
        }
        for (var file : files) {
            if (!found.contains(material.expectedClass(file))) {
                return Optional.of(new Refused(Verdict.COMPILE_ERROR, file + ": it has no class "
                        + file.replace(".java", "") + " in package " + material.packageName().replace('/', '.')
                        + "; keep the stub's name and package."));
            }
        }
        return Optional.empty();
    }

    /// Whether what did not compile stands in another package than it should, which no compiler's error says.
    static Optional<Refused> packages(Material material, SortedMap<String, byte[]> sources) {
        for (var each : sources.entrySet()) {
            var declared = PACKAGE.matcher(new String(each.getValue(), StandardCharsets.UTF_8));
            if (declared.find()) {
                var name = declared.group(1).replace('.', '/');
                if (RESERVED.stream().anyMatch((name + "/")::startsWith)) {
                    return rejected(each.getKey() + ": it is in package " + declared.group(1)
                            + ", which is not an answer's to fill.");
                }
                if (!name.equals(material.packageName())) {
                    return Optional.of(misplaced(material, each.getKey(), "package " + declared.group(1)));
                }
            }
        }
        return Optional.empty();
    }

    private static Refused misplaced(Material material, String file, String where) {
        return new Refused(Verdict.COMPILE_ERROR, file + ": it is in " + where + "; its first line must be: package "
                + material.packageName().replace('/', '.') + ";");
    }

    private static Optional<Refused> check(Material material, CompileReply.Compiled compiled) {
        String name;
        try {
            name = ClassFile.of().parse(compiled.bytes()).thisClass().asInternalName();
        } catch (IllegalArgumentException e) {
            return rejected("The compiler's output is no class file.");
        }
        if (!name.equals(compiled.name())) {
            return rejected("A class calls itself " + name + " and is filed as " + compiled.name() + ".");
        }
        var file = compiled.source().substring(compiled.source().lastIndexOf('/') + 1);
        var shown = name.replace('/', '.');
        if (RESERVED.stream().anyMatch(name::startsWith)) {
            return rejected(file + ": it declares " + shown + ", and that package is not an answer's to fill.");
        }
        var packageName = name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "";
        if (!packageName.equals(material.packageName())) {
            return Optional.of(misplaced(material, file,
                    packageName.isEmpty() ? "no package" : "package " + packageName.replace('/', '.')));
        }
        var nested = name.indexOf('$');
        if (material.taken().contains(nested < 0 ? name : name.substring(0, nested))) {
            return rejected(
                    file + ": it declares " + shown + ", which is the workbook's; give your class another name.");
        }
        return Optional.empty();
    }

    private static Optional<Refused> rejected(String message) {
        return Optional.of(new Refused(Verdict.REJECTED, message));
    }
}
