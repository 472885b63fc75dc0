// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Of all that a schema has to say of one document, what its sender should be told. Where it could have kept one branch of
 * several, that is the branch which it kept best: the one with the fewest complaints, and of those the one that found
 * fault deepest inside.
 *
 * @param pointer to the spot, in the document that was judged; of a member that is absent, where it should be
 */
record Blame(String pointer, String words) {
    private static final Set<String> CHOICES = Set.of("anyOf", "oneOf");
    private static final Set<String> OF_A_MEMBER = Set.of("required", "additionalProperties", "unevaluatedProperties");

    static Blame of(Collection<ValidationMessage> messages) {
        ValidationMessage worst = best(new ArrayList<>(messages), 0).get(0);
        String pointer = worst.getInstanceLocation().toString();
        if (OF_A_MEMBER.contains(worst.getType()) && worst.getProperty() != null) {
            pointer += "/" + Trail.token(worst.getProperty());
        }
        return new Blame(pointer, worst.getType() + ": " + worst.getMessage());
    }

    /** The complaints to believe, each choice settled from {@code level} of the schema's path on. */
    private static List<ValidationMessage> best(List<ValidationMessage> messages, int level) {
        Map<String, List<ValidationMessage>> choices = new LinkedHashMap<>();
        List<ValidationMessage> plain = new ArrayList<>();
        for (ValidationMessage message : messages) {
            int choice = choice(message.getEvaluationPath(), level);
            if (choice < 0) {
                plain.add(message);
            } else {
                choices.computeIfAbsent(prefix(message, choice) + '@' + choice, any -> new ArrayList<>())
                        .add(message);
            }
        }
        choices.forEach(
                (key, all) -> plain.addAll(branch(all, Integer.parseInt(key.substring(key.lastIndexOf('@') + 1)))));
        if (!choices.isEmpty()) {
            // That none of the branches fits is told by what is wrong in the best one.
            plain.removeIf(message -> CHOICES.contains(message.getType()) && plain.size() > 1);
        }
        plain.sort(Comparator.comparingInt((ValidationMessage m) -> depth(m)).reversed());
        return plain;
    }

    /** The complaints of the branch that was kept best; {@code choice} is where the path names the choice. */
    private static List<ValidationMessage> branch(List<ValidationMessage> all, int choice) {
        Map<String, List<ValidationMessage>> branches = new LinkedHashMap<>();
        for (ValidationMessage message : all) {
            branches.computeIfAbsent(
                            String.valueOf(message.getEvaluationPath().getElement(choice + 1)),
                            any -> new ArrayList<>())
                    .add(message);
        }
        return branches.values().stream()
                .min(Comparator.comparingInt((List<ValidationMessage> branch) -> branch.size())
                        .thenComparing(
                                branch -> branch.stream()
                                        .mapToInt(Blame::depth)
                                        .max()
                                        .orElse(0),
                                Comparator.reverseOrder()))
                .map(branch -> best(branch, choice + 2))
                .orElse(all);
    }

    private static int choice(JsonNodePath path, int from) {
        for (int i = from; i + 1 < path.getNameCount(); i++) {
            if (CHOICES.contains(String.valueOf(path.getElement(i))) && path.getElement(i + 1) instanceof Integer) {
                return i;
            }
        }
        return -1;
    }

    private static String prefix(ValidationMessage message, int count) {
        StringBuilder prefix = new StringBuilder(message.getInstanceLocation().getName(0) + ":");
        for (int i = 0; i <= count; i++) {
            prefix.append('/').append(message.getEvaluationPath().getElement(i));
        }
        return prefix.toString();
    }

    private static int depth(ValidationMessage message) {
        int member = OF_A_MEMBER.contains(message.getType()) ? 1 : 0;
        return message.getInstanceLocation().getNameCount() + member;
    }
}
