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
import java.util.ArrayDeque;
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
///
/// A test judges what it hands to `Call`; the rest of what it calls only leads there.
final class Outline implements TaskListener {
    private final SourcePositions positions;
    private final Map<URI, SourceText> stubs;
    private final URI test;
    private final List<Declaration> declared = new ArrayList<>();
    private final Map<String, Set<String>> callsOf = new HashMap<>();
    private final Map<String, Set<String>> judgedBy = new HashMap<>();

    Outline(JavacTask task, Set<SourceText> stubs, SourceText test) {
        this.positions = Trees.instance(task).getSourcePositions();
        // The compiler hands out wrappers of its own; their names are ours.
        this.stubs = stubs.stream().collect(Collectors.toMap(SourceText::toUri, stub -> stub));
        this.test = test.toUri();
    }

    /// Where the method is declared that a test judges or, if it names none, calls. Where there are several of them the
    /// failure may concern any: then their file and line 0, or no file, an empty name, if they stand in several.
    Optional<Declaration> concerning(String testMethod) {
        var around = withHelpers(testMethod);
        return declared(around, judgedBy).or(() -> declared(around, callsOf)).or(() -> together(declared));
    }

    /// The test method, and the methods of the test class that it calls to do its work.
    private Set<String> withHelpers(String testMethod) {
        var found = new LinkedHashSet<>(Set.of(testMethod));
        var next = new ArrayDeque<>(found);
        while (!next.isEmpty()) {
            callsOf.getOrDefault(next.remove(), Set.of())
                    .stream()
                    .filter(callsOf::containsKey)
                    .filter(found::add)
                    .forEach(next::add);
        }
        return found;
    }

    private Optional<Declaration> declared(Set<String> around, Map<String, Set<String>> calls) {
        var called = around.stream()
                .flatMap(method -> calls.getOrDefault(method, Set.of()).stream())
                .collect(Collectors.toSet());
        return together(declared.stream().filter(each -> called.contains(each.method())).toList());
    }

    private static Optional<Declaration> together(List<Declaration> several) {
        if (several.size() < 2) {
            return several.stream().findFirst();
        }
        var first = several.getFirst();
        var isOneFile = several.stream().allMatch(each -> each.file().equals(first.file()));
        return Optional.of(new Declaration(first.method(), isOneFile ? first.file() : "", 0));
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

    /// @param file name of the file, empty if it may be any of several
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
        private boolean isJudged;

        @Override
        public Void visitMethod(MethodTree method, String around) {
            callsOf.computeIfAbsent(method.getName().toString(), each -> new LinkedHashSet<>());
            return super.visitMethod(method, method.getName().toString());
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, String around) {
            var outer = isJudged;
            switch (call.getMethodSelect()) {
                case MemberSelectTree select -> {
                    add(around, select.getIdentifier().toString());
                    isJudged |= ("." + select.getExpression()).endsWith(".Call");
                }
                case IdentifierTree name -> add(around, name.getName().toString());
                default -> {
                }
            }
            var result = super.visitMethodInvocation(call, around);
            isJudged = outer;
            return result;
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
            if (isJudged) {
                judgedBy.computeIfAbsent(around, each -> new LinkedHashSet<>()).add(called);
            }
        }
    }
}
