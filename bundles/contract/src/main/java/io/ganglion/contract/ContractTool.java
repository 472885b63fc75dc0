// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import io.ganglion.api.evolution.Change;
import io.ganglion.api.evolution.Comparison;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * For authors of contracts, at the command line and in their build. Throws where the answer is no, so that the build fails
 * with it.
 *
 * <pre>
 * diff OLD NEW            what a version changes, and whether its version allows that
 * released FOLDER NEW     the same against the highest version below it in a folder of released ones
 * check PAYLOAD CONTRACT  holds a payload against a contract
 * pins FOLDER             what pins.json says of the schemas in a contract folder
 * </pre>
 */
public final class ContractTool {
    private static final String USAGE =
            "say: diff OLD NEW | released FOLDER NEW | check PAYLOAD CONTRACT | pins FOLDER";

    private final PrintStream out;

    ContractTool(PrintStream out) {
        this.out = out;
    }

    /** @throws IllegalArgumentException where the answer is no; the message says why */
    public static void main(String[] args) throws IOException {
        new ContractTool(System.out).run(List.of(args));
    }

    void run(List<String> args) throws IOException {
        String command = args.isEmpty() ? "" : args.get(0) + args.size();
        switch (command) {
            case "diff3" -> diff(compile(args.get(1)), compile(args.get(2)));
            case "released3" -> released(Path.of(args.get(1)), compile(args.get(2)));
            case "check3" -> check(Path.of(args.get(1)), compile(args.get(2)));
            case "pins2" -> pins(Path.of(args.get(1)));
            default -> throw new IllegalArgumentException(USAGE + ", not: " + String.join(" ", args));
        }
    }

    private static CompiledContract compile(String path) {
        return ContractReader.compile(ContractFiles.read(Path.of(path)));
    }

    private void diff(CompiledContract older, CompiledContract newer) {
        Comparison comparison = new Succession(Witnesses.NONE).compare(older, newer);
        for (Change change : comparison.changes()) {
            out.println(change.step() + " " + change.file() + " " + change.pointer());
            out.println("      " + change.words());
        }
        if (!comparison.isAllowed()) {
            throw new IllegalArgumentException(Succession.problem(comparison));
        }
        out.println(newer.reference + " after " + older.reference + ": "
                + (comparison.changes().isEmpty()
                        ? "no change of meaning"
                        : comparison.isBackward() ? "old devices go on" : "a major version, old devices break")
                + (comparison.isForward() ? ", and old readers too." : "."));
    }

    private void released(Path folder, CompiledContract newer) throws IOException {
        TreeMap<org.osgi.framework.Version, CompiledContract> below = new TreeMap<>();
        try (Stream<Path> versions = Files.list(folder)) {
            versions.map(path -> compile(path.toString()))
                    .filter(older -> older.contract.version().compareTo(newer.contract.version()) <= 0)
                    .forEach(older -> below.put(older.contract.version(), older));
        }
        if (below.isEmpty()) {
            out.println(newer.reference + ": nothing older is released in " + folder + ".");
        } else {
            diff(below.lastEntry().getValue(), newer);
        }
    }

    private void check(Path payload, CompiledContract contract) throws IOException {
        byte[] body = Files.readAllBytes(payload);
        Instant now = Instant.now();
        String device = device(body);
        Verdict verdict = new FullDecoder(contract, Settings.DEFAULT.maxDepth())
                .decode(new Payload(
                        "tool",
                        contract.contract.name(),
                        device,
                        payload.toString(),
                        "",
                        body,
                        now.getEpochSecond() * 1_000_000_000L + now.getNano()));
        if (verdict instanceof Rejection rejection) {
            throw new IllegalArgumentException("refused by " + rejection.contract() + ": " + rejection.reason() + " at "
                    + rejection.path() + ": " + rejection.message());
        }
        if (verdict instanceof Observation observation) {
            for (int i = 0; i < observation.values().length; i++) {
                var attribute = contract.contract.attributes().get(i);
                out.println(attribute.name() + " " + observation.values()[i] + " " + attribute.unitCode());
            }
        }
        out.println("accepted by " + contract.reference + ".");
    }

    /** The last part of the payload's id. */
    private static String device(byte[] body) {
        Optional<String> id = Optional.empty();
        try {
            id = JsonSpot.parse("payload", body).find("id").map(JsonSpot::text);
        } catch (IllegalArgumentException e) {
            // The decoder says it better, with the spot.
        }
        String device =
                id.map(text -> text.substring(text.lastIndexOf(':') + 1)).orElse("");
        return Payload.isName(device) ? device : "unknown";
    }

    private void pins(Path folder) throws IOException {
        out.println("{");
        try (Stream<Path> files = Files.list(folder)) {
            List<String> lines = files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !List.of("schema.json", "overlay.json", "pins.json")
                            .contains(file.getFileName().toString()))
                    .sorted(Comparator.naturalOrder())
                    .map(ContractTool::pin)
                    .flatMap(Optional::stream)
                    .toList();
            out.println("  " + String.join(",\n  ", lines));
        }
        out.println("}");
    }

    private static Optional<String> pin(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String name = file.getFileName().toString();
            return JsonSpot.parse(name, bytes).find("$id").map(id -> Pins.line(id.text(), name, bytes));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
