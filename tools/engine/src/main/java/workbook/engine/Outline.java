package workbook.engine;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/// Which methods the answer declares and which of them each test calls: the place of a failure that has no stack.
final class Outline implements TaskListener {
    private final SourcePositions positions;
    private final Map<URI, SourceText> stubs;
    private final URI test;
    private final List<Declaration> declared = new ArrayList<>();
    private final Map<String, Set<String>> callsOf = new HashMap<>();
    private final Set<String> calls = new LinkedHashSet<>();

    Outline(JavacTask task, Set<SourceText> stubs, SourceText test) {
        this.positions = Trees.instance(task).getSourcePositions();
        // The compiler hands out wrappers of its own; their names are ours.
        this.stubs = stubs.stream().collect(Collectors.toMap(SourceText::toUri, stub -> stub));
        this.test = test.toUri();
    }

    /// Where the method is declared that a test calls; without one of its own, what the test class calls, or the first.
    Optional<Declaration> concerning(String testMethod) {
        var own = callsOf.getOrDefault(testMethod, Set.of());
        return declared(own).or(() -> declared(calls)).or(() -> declared.stream().findFirst());
    }

    private Optional<Declaration> declared(Set<String> called) {
        return called.stream()
                .flatMap(name -> declared.stream().filter(each -> each.method().equals(name)))
                .findFirst();
    }

    @Override
    public void finished(TaskEvent event) {
        if (event.getKind() != TaskEvent.Kind.PARSE) {
            return;
        }
        var file = event.getSourceFile().toUri();
        if (file.equals(test)) {
            new Calls().scan(event.getCompilationUnit(), "");
        } else if (stubs.containsKey(file)) {
            new Declarations(stubs.get(file), event.getCompilationUnit()).scan(event.getCompilationUnit(), null);
        }
    }

    /// @param file name of the file
    record Declaration(String method, String file, int line) {}

    private final class Declarations extends TreeScanner<Void, Void> {
        private final SourceText source;
        private final CompilationUnitTree unit;
        private String type = "";

        private Declarations(SourceText source, CompilationUnitTree unit) {
            this.source = source;
            this.unit = unit;
        }

        @Override
        public Void visitClass(ClassTree tree, Void nothing) {
            var outer = type;
            type = tree.getSimpleName().toString();
            super.visitClass(tree, nothing);
            type = outer;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            var start = positions.getStartPosition(unit, method);
            if (start >= 0 && !method.getModifiers().getFlags().contains(Modifier.PRIVATE)) {
                var name = method.getReturnType() == null ? type : method.getName().toString();
                declared.add(new Declaration(name, source.path().getFileName().toString(),
                        (int) unit.getLineMap().getLineNumber(start)));
            }
            return null;
        }
    }

    /// The parameter is the method around.
    private final class Calls extends TreeScanner<Void, String> {
        @Override
        public Void visitMethod(MethodTree method, String around) {
            return super.visitMethod(method, method.getName().toString());
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, String around) {
            switch (call.getMethodSelect()) {
                case MemberSelectTree select -> add(around, select.getIdentifier().toString());
                case IdentifierTree name -> add(around, name.getName().toString());
                default -> {
                }
            }
            return super.visitMethodInvocation(call, around);
        }

        @Override
        public Void visitMemberReference(MemberReferenceTree reference, String around) {
            add(around, reference.getName().toString());
            return super.visitMemberReference(reference, around);
        }

        @Override
        public Void visitNewClass(NewClassTree creation, String around) {
            add(around, creation.getIdentifier().toString());
            return super.visitNewClass(creation, around);
        }

        private void add(String around, String called) {
            callsOf.computeIfAbsent(around, each -> new LinkedHashSet<>()).add(called);
            calls.add(called);
        }
    }
}
