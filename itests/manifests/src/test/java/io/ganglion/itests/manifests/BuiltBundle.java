// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.manifests;

import aQute.bnd.header.Attrs;
import aQute.bnd.header.OSGiHeader;
import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Clazz;
import aQute.bnd.osgi.Jar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A bundle as the build left it.
 *
 * @param module the folder of its module, for example {@code bundles/contract}
 * @param folder that folder's own name
 * @param manifest of the jar
 * @param classes names of all class files inside, with slashes
 * @param publicTypes public top-level types by package, with dots
 */
record BuiltBundle(
        Path module, String folder, Manifest manifest, Set<String> classes, Map<String, List<String>> publicTypes) {

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    /** Every bundle of the modules that {@code parent/pom.xml} names; a module without a jar is an error. */
    static List<BuiltBundle> under(Path parent) throws IOException {
        List<BuiltBundle> bundles = new ArrayList<>();
        Matcher module = MODULE.matcher(Files.readString(parent.resolve("pom.xml")));
        while (module.find()) {
            bundles.add(read(parent.resolve(module.group(1))));
        }
        return bundles;
    }

    private static BuiltBundle read(Path module) throws IOException {
        try (Jar jar = new Jar(jar(module).toFile())) {
            Set<String> classes = new TreeSet<>(jar.getResources().keySet());
            classes.removeIf(name -> !name.endsWith(".class"));
            return new BuiltBundle(
                    module, module.getFileName().toString(), jar.getManifest(), classes, publicTypes(jar, classes));
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("not a bundle: module=" + module, e);
        }
    }

    private static Path jar(Path module) throws IOException {
        Path target = module.resolve("target");
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                List<Path> jars = files.filter(
                                file -> file.getFileName().toString().matches("io\\.ganglion\\..*-[0-9.]+\\.jar"))
                        .toList();
                if (jars.size() == 1) {
                    return jars.get(0);
                }
                if (jars.size() > 1) {
                    throw new IOException("several jars, one of them stale; run mvn clean: " + jars);
                }
            }
        }
        throw new IOException("no jar of this module; run mvn verify from the root: module=" + module);
    }

    private static Map<String, List<String>> publicTypes(Jar jar, Set<String> classes) throws Exception {
        Map<String, List<String>> types = new TreeMap<>();
        try (Analyzer analyzer = new Analyzer()) {
            for (String name : classes) {
                if (name.startsWith("io/ganglion/") && !name.contains("$") && !name.endsWith("package-info.class")) {
                    Clazz type = new Clazz(analyzer, name, jar.getResource(name));
                    type.parseClassFile();
                    if (type.isPublic()) {
                        types.computeIfAbsent(
                                        type.getClassName().getPackageRef().getFQN(), any -> new ArrayList<>())
                                .add(type.getFQN());
                    }
                }
            }
        }
        return types;
    }

    String symbolicName() {
        return header("Bundle-SymbolicName").keySet().stream().findFirst().orElse("");
    }

    boolean isFragment() {
        return !header("Fragment-Host").isEmpty();
    }

    /** Packages imported, mandatory or not. */
    Set<String> imports() {
        return header("Import-Package").keySet();
    }

    /** Packages exported, with their attributes. */
    Map<String, Attrs> exports() {
        return header("Export-Package");
    }

    Parameters header(String name) {
        String value = manifest.getMainAttributes().getValue(name);
        return value == null ? new Parameters() : OSGiHeader.parseHeader(value);
    }

    @Override
    public String toString() {
        return module.getParent().getFileName() + "/" + folder;
    }
}
