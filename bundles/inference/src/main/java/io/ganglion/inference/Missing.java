// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import io.ganglion.inference.scoring.Majors;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Says in words which requirements of a bundle nothing on this node provides. */
final class Missing {
    private static final Pattern CONTRACT = Pattern.compile("\\(contract=([^)]*)\\)");
    private static final Pattern FROM = Pattern.compile("\\(version>=([^)]*)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^)]*)\\)\\)");
    private static final Pattern LAYERS = Pattern.compile("\\(layers=([^)]*)\\)");

    private final Bundle[] installed;

    Missing(Bundle[] installed) {
        this.installed = installed;
    }

    /** The layer kinds that a model requires of its engine. */
    static Set<String> layers(BundleRevision revision) {
        Set<String> layers = new TreeSet<>();
        for (BundleRequirement requirement : revision.getDeclaredRequirements(ModelExtender.ENGINE)) {
            LAYERS.matcher(filter(requirement)).results().forEach(match -> layers.add(match.group(1)));
        }
        return layers;
    }

    /** The versions of its contract that a model requires. */
    static Majors majors(BundleRevision revision, String contract) {
        return revision.getDeclaredRequirements(ModelExtender.CONTRACT).stream()
                .map(Missing::filter)
                .filter(filter -> contract.equals(first(CONTRACT, filter, "")))
                .findFirst()
                .map(Majors::of)
                .orElse(Majors.ALL);
    }

    /** Why the bundle could not be resolved, with the next step. */
    String explain(Bundle bundle, BundleRevision revision) {
        List<String> reasons = new ArrayList<>();
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            if (!isOptional(requirement) && provided(requirement.getNamespace()).noneMatch(requirement::matches)) {
                reasons.add(sentence(requirement));
            }
        }
        return reasons.isEmpty()
                ? "all that it needs is installed, but it is not resolved: bundle:diag " + bundle.getBundleId()
                : String.join("; ", reasons);
    }

    private String sentence(BundleRequirement requirement) {
        return switch (requirement.getNamespace()) {
            case ModelExtender.CONTRACT -> contract(requirement);
            case ModelExtender.ENGINE -> engine(requirement);
            default -> "needs " + requirement.getNamespace() + " " + filter(requirement) + ": not here";
        };
    }

    private String contract(BundleRequirement requirement) {
        String filter = filter(requirement);
        String name = first(CONTRACT, filter, "?");
        String here = provided(ModelExtender.CONTRACT)
                .filter(capability -> name.equals(capability.getAttributes().get("contract")))
                .map(capability -> String.valueOf(capability.getAttributes().get("version")))
                .collect(Collectors.joining(", "));
        String below = first(BELOW, filter, "");
        return "needs contract " + name + " [" + first(FROM, filter, "0") + "," + (below.isEmpty() ? "∞" : below)
                + "): " + (here.isEmpty() ? "none here; install its contract bundle" : "here is " + here);
    }

    private String engine(BundleRequirement requirement) {
        Set<String> layers = new TreeSet<>();
        LAYERS.matcher(filter(requirement)).results().forEach(match -> layers.add(match.group(1)));
        String here = provided(ModelExtender.ENGINE)
                .map(capability -> capability.getAttributes().get("engine") + " "
                        + capability.getAttributes().get("layers"))
                .collect(Collectors.joining(", "));
        return "needs an engine with layers=" + String.join(",", layers) + ": "
                + (here.isEmpty() ? "no engine here" : "here is " + here) + "; install feature ganglion-dl4j";
    }

    private Stream<BundleCapability> provided(String namespace) {
        return Stream.of(installed)
                .map(bundle -> bundle.adapt(BundleRevision.class))
                .filter(Objects::nonNull)
                .flatMap(revision -> revision.getDeclaredCapabilities(namespace).stream());
    }

    private static boolean isOptional(BundleRequirement requirement) {
        return "optional".equals(requirement.getDirectives().get("resolution"))
                || "active".equals(requirement.getDirectives().get("effective"));
    }

    private static String filter(BundleRequirement requirement) {
        return requirement.getDirectives().getOrDefault("filter", "");
    }

    private static String first(Pattern pattern, String text, String otherwise) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : otherwise;
    }
}
