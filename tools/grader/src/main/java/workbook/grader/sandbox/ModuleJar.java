package workbook.grader.sandbox;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ModuleDesc;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A modular jar, made of classes that are loaded in this JVM: in a sandbox they are modules with a name, which show what
/// they export and keep the rest to themselves, reflection included.
public final class ModuleJar {
    private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    private ModuleJar() {}

    /// Packages and resources of the place that a class comes from.
    ///
    /// @param prefix of the entries to take: `workbook/kit/`
    static Map<String, byte[]> entries(Class<?> of, List<String> prefix) throws IOException {
        Path place;
        try {
            place = Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        if (Files.isDirectory(place)) {
            return entries(place, prefix);
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return entries(jar.getPath("/"), prefix);
        }
    }

    private static Map<String, byte[]> entries(Path root, List<String> prefixes) throws IOException {
        var entries = new TreeMap<String, byte[]>();
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = root.relativize(file).toString().replace('\\', '/');
                if (prefixes.stream().anyMatch(name::startsWith)) {
                    entries.put(name, Files.readAllBytes(file));
                }
            }
        }
        return entries;
    }

    /// @param declaration what stands between the braces of its `module-info`
    static void write(Path jar, String name, Map<String, byte[]> entries,
            Consumer<ModuleAttribute.ModuleAttributeBuilder> declaration) throws IOException {
        var attribute = ModuleAttribute.of(ModuleDesc.of(name), builder -> {
            builder.requires(ModuleDesc.of("java.base"), ClassFile.ACC_MANDATED, null);
            declaration.accept(builder);
        });
        var all = new TreeMap<>(entries);
        all.put("module-info.class", ClassFile.of().buildModule(attribute));
        write(jar, all);
    }

    /// A jar whose entries are not compressed, the same bytes each time.
    public static void write(Path jar, Map<String, byte[]> entries) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.setMethod(ZipOutputStream.STORED);
            for (var each : entries.entrySet()) {
                var crc = new CRC32();
                crc.update(each.getValue());
                var entry = new ZipEntry(each.getKey());
                entry.setLastModifiedTime(TIME);
                entry.setSize(each.getValue().length);
                entry.setCrc(crc.getValue());
                out.putNextEntry(entry);
                out.write(each.getValue());
            }
        }
    }
}
