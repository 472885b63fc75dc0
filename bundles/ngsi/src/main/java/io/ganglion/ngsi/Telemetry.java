// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Intake;
import io.ganglion.ngsi.form.BoundedJson;
import io.ganglion.ngsi.form.PinnedContexts;
import io.ganglion.ngsi.form.Problem;
import io.ganglion.ngsi.form.Shape;
import io.ganglion.ngsi.form.Terms;
import io.ganglion.ngsi.form.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What clients write is telemetry: it goes in by the same door as what devices send, and the same contracts judge it. A
 * refusal is told at once and is not quarantined, for the client has its own copy and the reason. Thread-safe; waits
 * until the node answers for what it took.
 *
 * @param intake gives the pipeline's door, or null while there is none
 * @param patience how long to wait for the door and for the acknowledgement
 */
record Telemetry(
        Contracts contracts, PinnedContexts contexts, Supplier<Intake> intake, Clock clock, Duration patience) {

    static final String DRIVER = "ngsi";

    private static final int OFFER_AGAIN_MILLIS = 10;

    /** Takes one entity, or a fragment of one that has been given its id and type. */
    void take(ObjectNode entity, Terms terms) {
        String id = Question.text(entity, "id").orElseThrow(() -> Problem.badData("an entity needs an id"));
        String type = Question.text(entity, "type").orElseThrow(() -> Problem.badData("an entity needs a type"));
        Question.requireUri(id);
        Shape shape = shape(terms.expand(type), type);
        String device = id.substring(id.lastIndexOf(':') + 1);
        if (!Payload.isName(device)) {
            throw Problem.badData("an id ends with a colon and the device's name, up to " + Payload.NAME_LIMIT
                    + " characters without '/', '+', '#': " + Times.shortened(id));
        }
        Instant now = clock.instant();
        Payload payload = new Payload(
                DRIVER,
                shape.contract().name(),
                device,
                "/ngsi-ld/v1/entities/" + id,
                MediaRange.JSON,
                BoundedJson.write(inContractWords(entity, terms, shape)),
                now.getEpochSecond() * 1_000_000_000L + now.getNano());
        if (contracts.newDecoder().decode(payload) instanceof Rejection rejection) {
            throw refusal(rejection);
        }
        offer(payload);
    }

    private Shape shape(String iri, String type) {
        Optional<Contract> contract = contracts.list().stream()
                .filter(status -> status.state() == ContractStatus.State.SERVED)
                .flatMap(status -> status.contract().stream())
                .filter(served -> Shape.of(served, contexts).type().equals(iri))
                .reduce((lower, higher) -> higher);
        return Shape.of(
                contract.orElseThrow(() ->
                        Problem.badData("no contract of this node is about type " + Times.shortened(type) + "; served: "
                                + contracts.list().stream()
                                        .filter(status -> status.state() == ContractStatus.State.SERVED)
                                        .map(ContractStatus::name)
                                        .distinct()
                                        .toList())),
                contexts);
    }

    /** The entity without its context, in the names of the contract. What the contract does not know keeps its name. */
    private static ObjectNode inContractWords(ObjectNode entity, Terms terms, Shape shape) {
        ObjectNode plain = BoundedJson.mapper().createObjectNode();
        entity.fields().forEachRemaining(member -> {
            String name = member.getKey();
            if (name.equals("id")) {
                plain.set(name, member.getValue());
            } else if (name.equals("type")) {
                plain.put(name, shape.contract().entityType());
            } else if (!name.equals("@context")) {
                String own = shape.nameOf(terms.expand(name));
                String target = own.isEmpty() ? name : own;
                if (plain.has(target)) {
                    throw Problem.badData(
                            "two members mean the same attribute " + target + ": " + Times.shortened(name));
                }
                plain.set(target, withoutTypedValue(member.getValue()));
            }
        });
        return plain;
    }

    /** A date as JSON-LD writes it, {@code {"@type": "DateTime", "@value": ...}}, is its value. */
    private static JsonNode withoutTypedValue(JsonNode attribute) {
        if (attribute instanceof ObjectNode object && object.path("value").has("@value")) {
            object.set("value", object.path("value").path("@value"));
        }
        return attribute.has("@value") ? attribute.path("@value") : attribute;
    }

    private static Problem refusal(Rejection rejection) {
        return Problem.badData(rejection.message())
                .with("reason", rejection.reason().name())
                .with("path", rejection.path())
                .with("contract", rejection.contract());
    }

    private void offer(Payload payload) {
        CountDownLatch kept = new CountDownLatch(1);
        long until = System.nanoTime() + patience.toNanos();
        try {
            while (!open().offer(payload, kept::countDown)) {
                if (System.nanoTime() > until) {
                    throw later("the node is busy and took nothing; send it again");
                }
                Thread.sleep(OFFER_AGAIN_MILLIS);
            }
            if (!kept.await(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw later("the node took it but does not answer for it yet; send it again to be sure, an exact"
                        + " duplicate is kept once");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw later("the node stops; send it again");
        }
    }

    private Intake open() {
        Intake door = intake.get();
        if (door == null) {
            throw later("this node has no pipeline now; send it again");
        }
        return door;
    }

    private static Problem later(String detail) {
        return new Problem(Problem.Kind.UNAVAILABLE, detail).header("Retry-After", "2");
    }
}
