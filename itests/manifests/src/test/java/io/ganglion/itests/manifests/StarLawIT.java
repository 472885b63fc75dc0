// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The one law of the house, held against what was built and not against what was meant. */
class StarLawIT {

    private static final Set<String> EXPORTERS = Set.of("api", "dl4j");
    private static final Set<String> USERS_OF_DL4J = Set.of("dl4j", "inference.dl4j", "learning");
    private static final int PUBLIC_TYPES = 12;

    private static List<BuiltBundle> code;
    private static List<BuiltBundle> content;

    @BeforeAll
    static void readWhatWasBuilt() throws IOException {
        Path root = Path.of(System.getProperty("ganglion.root"));
        code = BuiltBundle.under(root.resolve("bundles"));
        content = BuiltBundle.under(root.resolve("models"));
    }

    @Test
    void thereAreBundlesToHoldTheLawAgainst() {
        assertThat(code)
                .as("code bundles")
                .hasSizeGreaterThan(8)
                .extracting(BuiltBundle::folder)
                .contains("api", "shell");
        assertThat(content).as("content bundles").hasSizeGreaterThan(1);
    }

    @Test
    void onlyApiAndDl4jExport() {
        assertThat(code)
                .filteredOn(bundle -> !EXPORTERS.contains(bundle.folder()) && !bundle.isFragment())
                .isNotEmpty()
                .allSatisfy(bundle -> assertThat(bundle.exports().keySet())
                        .as("exports of %s", bundle)
                        .isEmpty());
    }

    @Test
    void siblingsAreNeverImported_onlyTheApiIs() {
        assertThat(code).allSatisfy(bundle -> {
            assertThat(imports(bundle, name -> name.startsWith("io.ganglion.") && !isApi(name) && !isLibrary(name)))
                    .as("sibling packages imported by %s", bundle)
                    .isEmpty();
            assertThat(bundle.header("Require-Bundle").keySet())
                    .as("bundles required by %s", bundle)
                    .isEmpty();
        });
    }

    @Test
    void siblingsAreNeverEmbedded() {
        assertThat(code)
                .filteredOn(bundle -> !bundle.classes().isEmpty())
                .isNotEmpty()
                .allSatisfy(bundle -> {
                    String own = "io/ganglion/" + bundle.folder().replace('.', '/') + "/";
                    assertThat(bundle.classes())
                            .filteredOn(name -> name.startsWith("io/ganglion/"))
                            .as("classes of the house inside %s", bundle)
                            .allSatisfy(name -> assertThat(name).startsWith(own));
                });
    }

    @Test
    void deeplearning4jIsImportedByItsEngineAndTheTrainerOnly() {
        assertOnly(
                USERS_OF_DL4J,
                name -> name.startsWith("org.deeplearning4j") || name.startsWith("org.nd4j") || isLibrary(name));
    }

    @Test
    void karafIsImportedByTheShellOnly() {
        assertOnly(Set.of("shell"), name -> name.startsWith("org.apache.karaf."));
    }

    @Test
    void kuraIsImportedByTheKuraBundleOnly() {
        assertOnly(Set.of("kura"), name -> name.startsWith("org.eclipse.kura."));
    }

    @Test
    void aCodeBundleIsNamedAfterItsFolder() {
        assertThat(code).allSatisfy(bundle -> assertThat(bundle.symbolicName())
                .as("symbolic name of %s", bundle)
                .isEqualTo("io.ganglion." + bundle.folder()));
    }

    @Test
    void apiPackagesCarryVersions_andFewPublicTypes() {
        BuiltBundle api = code.stream()
                .filter(bundle -> bundle.folder().equals("api"))
                .findFirst()
                .orElseThrow();
        assertThat(api.exports()).isNotEmpty().allSatisfy((name, attributes) -> {
            assertThat(attributes.getVersion())
                    .as("version of %s", name)
                    .isNotNull()
                    .isNotEqualTo("0.0.0");
            assertThat(api.publicTypes().get(name))
                    .as("public types of %s", name)
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(PUBLIC_TYPES);
        });
        assertThat(api.publicTypes().keySet())
                .as("public packages of the api")
                .isEqualTo(api.exports().keySet());
    }

    @Test
    void aContentBundleHoldsNoClass_andSaysWhatItIs() {
        assertThat(content).allSatisfy(bundle -> {
            assertThat(bundle.classes()).as("classes in %s", bundle).isEmpty();
            assertThat(bundle.imports()).as("imports of %s", bundle).isEmpty();
            assertThat(bundle.exports()).as("exports of %s", bundle).isEmpty();
            assertThat(bundle.symbolicName()).matches("io\\.ganglion\\.(contract|model|usecase)\\.[a-z0-9-]+");
            assertThat(bundle.header("Provide-Capability").keySet())
                    .as("capabilities of %s", bundle)
                    .anyMatch(name -> name.matches("ganglion\\.(contract|model|usecase)"));
        });
    }

    @Test
    void aModelRequiresItsContractAndItsEngine() {
        assertThat(content)
                .filteredOn(bundle -> bundle.header("Provide-Capability").containsKey("ganglion.model"))
                .isNotEmpty()
                .allSatisfy(
                        bundle -> assertThat(bundle.header("Require-Capability").keySet())
                                .as("requirements of %s", bundle)
                                .contains("ganglion.contract", "ganglion.engine"));
    }

    private static void assertOnly(Set<String> folders, Predicate<String> packages) {
        assertThat(code)
                .filteredOn(bundle -> !folders.contains(bundle.folder()))
                .isNotEmpty()
                .allSatisfy(bundle -> assertThat(imports(bundle, packages))
                        .as("imports of %s", bundle)
                        .isEmpty());
    }

    private static List<String> imports(BuiltBundle bundle, Predicate<String> packages) {
        List<String> found = new ArrayList<>(bundle.imports());
        found.addAll(bundle.header("DynamicImport-Package").keySet());
        found.removeIf(packages.negate());
        return found;
    }

    /** The wrapped library says when its native code is ready; that is part of the library, for its users only. */
    private static boolean isLibrary(String name) {
        return name.equals("io.ganglion.dl4j");
    }

    private static boolean isApi(String name) {
        return name.startsWith("io.ganglion.api.");
    }
}
