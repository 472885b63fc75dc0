// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ganglion.ngsi.form.BoundedJson;
import io.ganglion.ngsi.form.PinnedContexts.Scope;
import io.ganglion.ngsi.notify.Subscriptions;
import java.util.List;
import java.util.Set;

/**
 * Subscriptions (ETSI GS CIM 009, 6.10 and 6.11). Names are told as they were written; who reads them finds the context in
 * the answer.
 */
record SubscriptionPages(Subscriptions subscriptions) {

    Answer create(Request request) {
        request.parameters().requireKnown(Set.of());
        Request.Document document = request.document();
        String id = subscriptions.create(document.object(), document.scope());
        return Answer.empty(201).header("Location", Answer.location("subscriptions", id));
    }

    Answer list(Request request) {
        request.parameters().requireKnown(Paging.PARAMETERS);
        Paging paging = Paging.of(request.parameters());
        List<String> ids = List.copyOf(subscriptions.ids());
        ArrayNode page = BoundedJson.mapper().createArrayNode();
        paging.page(ids).forEach(id -> page.add(subscriptions.describe(id)));
        Scope scope = request.answering(request.scope());
        return paging.headers(request, ids.size()).apply(Answer.of(request, scope, page));
    }

    Answer one(Request request) {
        request.parameters().requireKnown(Set.of());
        Scope scope = subscriptions.scope(request.argument(0));
        return Answer.of(request, request.answering(scope), subscriptions.describe(request.argument(0)));
    }

    Answer change(Request request) {
        request.parameters().requireKnown(Set.of());
        Request.Document document = request.document();
        subscriptions.change(request.argument(0), document.object(), document.scope());
        return Answer.empty(204);
    }

    Answer delete(Request request) {
        subscriptions.delete(request.argument(0));
        return Answer.empty(204);
    }
}
