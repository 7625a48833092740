package workbook.engine.worker;

import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import workbook.testkit.Report;

/// Runs one exercise's tests with JUnit.
///
/// Nothing that lies beside an answer configures JUnit: engine, settings and extensions come from the testkit's own jar.
final class TestRunner {
    private static final long GRACE_MILLIS = 200;

    private final Launcher launcher;
    private final Map<String, String> settings = settings();

    TestRunner() {
        this.launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestEngines(jupiter())
                .build());
    }

    private static TestEngine jupiter() {
        return ServiceLoader.load(TestEngine.class, TestRunner.class.getClassLoader())
                .stream()
                .map(ServiceLoader.Provider::get)
                .filter(engine -> engine.getId().equals("junit-jupiter"))
                .findFirst()
                .orElseThrow();
    }

    /// The testkit's `junit-platform.properties`, and no other one.
    private static Map<String, String> settings() {
        var properties = new Properties();
        try (var in = Report.class.getResourceAsStream("/junit-platform.properties")) {
            if (in != null) {
                properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the testkit's settings cannot be read", e);
        }
        var settings = new HashMap<String, String>();
        properties.forEach((key, value) -> settings.put(key.toString(), value.toString()));
        return settings;
    }

    /// Runs the tests and sends what became of them; ends with [Message.Done] unless the answer ends the JVM first.
    void run(Message.RunTests order, Stacks stacks, Wire wire) throws IOException {
        var before = LiveThreads.now();
        setProperties(order);
        var loaderBefore = Thread.currentThread().getContextClassLoader();
        try (var onTheWire = new TestsOnTheWire(order.capture().map(Path::of));
                var printed = new PrintedByTest();
                var loader = new URLClassLoader(urls(order.classFolders()), TestRunner.class.getClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            Preload.run(order.classFolders(), loader);
            var token = CancellationToken.create();
            var events = new TestEvents(wire, new TestEnds(stacks), before, order.until(), token::cancel, printed);
            try {
                launcher.execute(
                        LauncherExecutionRequestBuilder.request(request(selectors(order, loader), parameters(order)))
                                .listeners(events, onTheWire)
                                .cancellationToken(token)
                                .build());
            } catch (VirtualMachineError e) {
                events.died(e);
            }
            var isClean = events.isClean() && LiveThreads.left(before, GRACE_MILLIS).isEmpty();
            if (!order.marker().isEmpty()) {
                System.out.println(order.marker());
                System.out.flush();
            }
            wire.send(new Message.Done(isClean));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the compiled test is not where it should be", e);
        } finally {
            Thread.currentThread().setContextClassLoader(loaderBefore);
        }
    }

    private static void setProperties(Message.RunTests order) {
        System.setProperty("workbook.seed", Long.toString(order.seed()));
        System.setProperty("workbook.answer", order.answerInProcess() ? "process" : "thread");
        System.setProperty("workbook.answer.classpath", order.answerClassPath());
    }

    private static List<? extends DiscoverySelector> selectors(Message.RunTests order, ClassLoader loader)
            throws ReflectiveOperationException {
        var test = Class.forName(order.testClass(), false, loader);
        if (order.methods().isEmpty()) {
            return List.of(DiscoverySelectors.selectClass(test));
        }
        return order.methods().stream().map(method -> selector(test, method)).toList();
    }

    /// An exercise with several suites has a nested class for each but the first. A method is taken as it is declared: by
    /// its name alone JUnit finds none that has parameters.
    private static DiscoverySelector selector(Class<?> test, String name) {
        return Stream.of(test.getDeclaredClasses())
                .filter(nested -> AnnotationSupport.isAnnotated(nested, Nested.class))
                .flatMap(nested -> method(nested, name).stream()
                        .<DiscoverySelector>map(
                                method -> DiscoverySelectors.selectNestedMethod(List.of(test), nested, method)))
                .findFirst()
                .or(() -> method(test, name).map(method -> DiscoverySelectors.selectMethod(test, method)))
                .orElseGet(() -> DiscoverySelectors.selectMethod(test, name));
    }

    private static Optional<Method> method(Class<?> type, String name) {
        return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
                .flatMap(each -> Stream.of(each.getDeclaredMethods()))
                .filter(each -> each.getName().equals(name) && AnnotationSupport.isAnnotated(each, Testable.class))
                .findFirst();
    }

    private Map<String, String> parameters(Message.RunTests order) {
        return Map.of(TestEvents.LIMIT, order.limitMillis() + " ms", "junit.jupiter.extensions.autodetection.include",
                "workbook.testkit.*");
    }

    private LauncherDiscoveryRequest request(List<? extends DiscoverySelector> selectors, Map<String, String> more) {
        return LauncherDiscoveryRequestBuilder.request()
                .enableImplicitConfigurationParameters(false)
                .configurationParameters(settings)
                .configurationParameters(more)
                .selectors(selectors)
                .build();
    }

    private static URL[] urls(List<String> folders) throws MalformedURLException {
        var urls = new URL[folders.size()];
        for (var i = 0; i < urls.length; i++) {
            urls[i] = Path.of(folders.get(i)).toUri().toURL();
        }
        return urls;
    }
}
