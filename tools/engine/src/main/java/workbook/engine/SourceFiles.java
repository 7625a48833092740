package workbook.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/// Shows the compiler a [SourceTree] and the tests beside it as one source path.
///
/// A file is read only when the compiler asks for a class in it: what a test does not reach may be broken.
final class SourceFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final SourceTree tree;
    private final Path tests;
    private final String exchangedPackage;
    private final Path testClasses;
    private final Path answerClasses;
    private final Map<Path, SourceText> seen = new LinkedHashMap<>();

    /// @param exchangedPackage where the tree's exchanged files belong
    SourceFiles(StandardJavaFileManager manager, SourceTree tree, Path tests, String exchangedPackage,
            Path testClasses, Path answerClasses) {
        super(manager);
        this.tree = tree;
        this.tests = tests;
        this.exchangedPackage = exchangedPackage;
        this.testClasses = testClasses;
        this.answerClasses = answerClasses;
    }

    /// The file that has a class of the exercise's package, if there is one.
    Optional<SourceText> find(String fileName) {
        var file = tree.exchanged().getOrDefault(fileName, folder(tree.root(), exchangedPackage).resolve(fileName));
        return Files.isRegularFile(file) ? Optional.of(text(file, exchangedPackage)) : Optional.empty();
    }

    SourceText test(String fileName) {
        return text(folder(tests, exchangedPackage).resolve(fileName), exchangedPackage);
    }

    /// All files that the compiler has read.
    List<SourceText> seen() {
        return List.copyOf(seen.values());
    }

    boolean isTest(SourceText file) {
        return file.path().startsWith(tests);
    }

    @Override
    public boolean hasLocation(Location location) {
        return location == StandardLocation.SOURCE_PATH || super.hasLocation(location);
    }

    @Override
    public Iterable<JavaFileObject> list(Location location, String packageName, Set<JavaFileObject.Kind> kinds,
            boolean recurse) throws IOException {
        if (location != StandardLocation.SOURCE_PATH) {
            return super.list(location, packageName, kinds, recurse);
        }
        if (!kinds.contains(JavaFileObject.Kind.SOURCE)) {
            return List.of();
        }
        var files = new LinkedHashMap<String, Path>();
        files.putAll(javaFiles(folder(tests, packageName)));
        files.putAll(javaFiles(folder(tree.root(), packageName)));
        if (packageName.equals(exchangedPackage)) {
            files.putAll(tree.exchanged());
        }
        return files.values().stream().<JavaFileObject>map(file -> text(file, packageName)).toList();
    }

    private static Map<String, Path> javaFiles(Path folder) throws IOException {
        var files = new LinkedHashMap<String, Path>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.java")) {
                found.forEach(file -> files.put(file.getFileName().toString(), file));
            }
        }
        return files;
    }

    private static Path folder(Path root, String packageName) {
        return packageName.isEmpty() ? root : root.resolve(packageName.replace('.', '/'));
    }

    private SourceText text(Path file, String packageName) {
        var name = file.getFileName().toString().replaceFirst("\\.java$", "");
        return seen.computeIfAbsent(file,
                each -> new SourceText(each, packageName.isEmpty() ? name : packageName + "." + name));
    }

    @Override
    public String inferBinaryName(Location location, JavaFileObject file) {
        return file instanceof SourceText text ? text.binaryName() : super.inferBinaryName(location, file);
    }

    @Override
    public boolean isSameFile(FileObject a, FileObject b) {
        if (a instanceof SourceText || b instanceof SourceText) {
            return a == b;
        }
        return super.isSameFile(a, b);
    }

    @Override
    public boolean contains(Location location, FileObject file) throws IOException {
        if (file instanceof SourceText) {
            return location == StandardLocation.SOURCE_PATH;
        }
        return location != StandardLocation.SOURCE_PATH && super.contains(location, file);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind,
            FileObject sibling) throws IOException {
        var isTest = sibling instanceof SourceText text && isTest(text);
        var file = (isTest ? testClasses : answerClasses).resolve(className.replace('.', '/') + kind.extension);
        Files.createDirectories(file.getParent());
        return new SimpleJavaFileObject(file.toUri(), kind) {
            @Override
            public java.io.OutputStream openOutputStream() throws IOException {
                return Files.newOutputStream(file);
            }
        };
    }

    /// The tasks share the manager below; closing this one leaves it open.
    @Override
    public void close() {
        new ArrayList<>(seen.keySet()).forEach(seen::remove);
    }

    static String packageOf(Exercise exercise) {
        var names = new ArrayList<String>();
        for (var folder = exercise.test().getParent(); folder != null
                && !isTestRoot(folder); folder = folder.getParent()) {
            names.addFirst(folder.getFileName().toString());
        }
        return String.join(".", names);
    }

    private static boolean isTestRoot(Path folder) {
        return folder.endsWith(Path.of("src", "test", "java")) || folder.getFileName() == null;
    }
}
