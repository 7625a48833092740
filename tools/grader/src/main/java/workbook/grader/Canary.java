package workbook.grader;

import java.lang.classfile.Annotation;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import workbook.engine.worker.Message;
import workbook.testkit.Report;

/// A test that must fail, run last in the JVM of each answer: where it passes, or fails in another way than it should,
/// whatever an answer did to the testing machinery did not end with the answer's own tests.
///
/// It compares the run's seed, which is a new one, with a text: so nobody can have noted its result beforehand. Its name
/// is drawn for each run.
///
/// @param name   of its class, full
/// @param method of its only test
/// @param seed   that its report must show
record Canary(String name, String method, long seed) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /// @param packageName where it is to stand, `workbook/sockets`
    static Canary draw(String packageName) {
        return new Canary(packageName.replace('/', '.') + ".Test" + word(), "t" + word(), RANDOM.nextLong(1, 1L << 62));
    }

    private static String word() {
        var bytes = new byte[6];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String entry() {
        return name.replace('.', '/') + ".class";
    }

    /// `assertThat(System.getProperty("workbook.seed")).isEqualTo("")` in a class with one test.
    byte[] bytes() {
        var assertions = ClassDesc.of(Assertions.class.getName());
        var stringAssert = ClassDesc.of(AbstractStringAssert.class.getName());
        return ClassFile.of()
                .build(ClassDesc.of(name), type -> type
                        .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, code -> code.aload(0)
                                .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                                .return_())
                        .withMethod(method, ConstantDescs.MTD_void, 0, test -> test
                                .with(RuntimeVisibleAnnotationsAttribute
                                        .of(Annotation.of(ClassDesc.of(Test.class.getName()))))
                                .withCode(code -> code.loadConstant("workbook.seed")
                                        .invokestatic(ClassDesc.of("java.lang.System"), "getProperty",
                                                MethodTypeDesc.of(ConstantDescs.CD_String, ConstantDescs.CD_String))
                                        .invokestatic(assertions, "assertThat",
                                                MethodTypeDesc.of(stringAssert, ConstantDescs.CD_String))
                                        .loadConstant("")
                                        .invokevirtual(stringAssert, "isEqualTo",
                                                MethodTypeDesc.of(stringAssert, ConstantDescs.CD_String))
                                        .pop()
                                        .return_())));
    }

    List<Message.PlannedTest> plan() {
        return List.of(new Message.PlannedTest(method, false));
    }

    /// @throws Tampering unless it failed as it must
    void check(Hearing hearing) throws Tampering {
        var ends = hearing.ends().getOrDefault(method, List.of());
        var isSound = hearing.isDone() && ends.size() == 1
                && ends.getFirst().ending() == Message.Ending.FAILED
                && ends.getFirst()
                        .report()
                        .text(Report.BUT_WAS)
                        .filter(text -> text.contains(Long.toString(seed)))
                        .isPresent();
        if (!isSound) {
            throw new Tampering("a test that must fail did not");
        }
    }
}
