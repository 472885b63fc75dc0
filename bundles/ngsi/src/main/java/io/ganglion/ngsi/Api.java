// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import static io.ganglion.ngsi.WritePages.Batch.CREATE;
import static io.ganglion.ngsi.WritePages.Batch.UPDATE;
import static io.ganglion.ngsi.WritePages.Batch.UPSERT;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ganglion.ngsi.form.BoundedJson;
import io.ganglion.ngsi.form.PinnedContexts;
import io.ganglion.ngsi.form.Problem;
import io.ganglion.ngsi.form.Times;
import io.ganglion.ngsi.notify.Subscriptions;

/** The table of contents of this API. */
final class Api {

    private Api() {}

    static Routes routes(
            Knowledge knowledge, Telemetry telemetry, Subscriptions subscriptions, PinnedContexts contexts) {
        EntityPages entities = new EntityPages(knowledge);
        TemporalPages temporal = new TemporalPages(knowledge);
        TypePages types = new TypePages(knowledge);
        WritePages writing = new WritePages(knowledge, telemetry);
        SubscriptionPages wishes = new SubscriptionPages(subscriptions);
        return new Routes()
                .read("GET", "entities", entities::list)
                .read("GET", "entities/*", entities::one)
                .read("GET", "entities/*/attrs/*", entities::attribute)
                .read("POST", "entityOperations/query", entities::query)
                .read("GET", "temporal/entities", temporal::list)
                .read("GET", "temporal/entities/*", temporal::one)
                .read("POST", "temporal/entityOperations/query", temporal::query)
                .read("GET", "types", types::types)
                .read("GET", "types/*", types::type)
                .read("GET", "attributes", types::attributes)
                .read("GET", "attributes/*", types::attribute)
                .read("GET", "jsonldContexts", request -> contexts(contexts))
                .read("GET", "jsonldContexts/*", request -> context(contexts, request))
                .write("POST", "entities", writing::create)
                .write("PUT PATCH", "entities/*", writing::update)
                .write("POST PUT PATCH", "entities/*/attrs", writing::update)
                .write("POST", "entityOperations/create", request -> writing.batch(request, CREATE))
                .write("POST", "entityOperations/upsert", request -> writing.batch(request, UPSERT))
                .write("POST", "entityOperations/update", request -> writing.batch(request, UPDATE))
                .write("POST", "subscriptions", wishes::create)
                // An endpoint may hold a password, so a viewer does not read them.
                .write("GET", "subscriptions", wishes::list)
                .write("GET", "subscriptions/*", wishes::one)
                .write("PATCH", "subscriptions/*", wishes::change)
                .write("DELETE", "subscriptions/*", wishes::delete)
                .write("DELETE", "entities", WritePages::refuseDeletion)
                .write("DELETE", "entities/*", WritePages::refuseDeletion)
                .write("DELETE", "entities/*/attrs/*", WritePages::refuseDeletion)
                .write("POST", "entityOperations/delete", WritePages::refuseDeletion)
                .write("DELETE", "temporal/entities/*", WritePages::refuseDeletion)
                .write("DELETE", "temporal/entities/*/attrs/*", WritePages::refuseDeletion)
                .write("PUT PATCH", "entities/*/attrs/*", WritePages::refusePart)
                .write("POST", "temporal/entities", WritePages::refuseRewriting)
                .write("POST", "temporal/entities/*/attrs", WritePages::refuseRewriting);
    }

    private static Answer contexts(PinnedContexts contexts) {
        ArrayNode list = BoundedJson.mapper().createArrayNode();
        contexts.list().keySet().forEach(list::add);
        return Answer.json(200, list);
    }

    private static Answer context(PinnedContexts contexts, Request request) {
        return Answer.json(
                200,
                contexts.find(request.argument(0))
                        .orElseThrow(() ->
                                Problem.notFound("no context is pinned for " + Times.shortened(request.argument(0)))));
    }
}
