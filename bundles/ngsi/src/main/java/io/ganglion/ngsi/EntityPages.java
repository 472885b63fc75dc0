// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.ngsi.Knowledge.Known;
import io.ganglion.ngsi.form.BoundedJson;
import io.ganglion.ngsi.form.PinnedContexts.Scope;
import io.ganglion.ngsi.form.Problem;
import io.ganglion.ngsi.form.Reading;
import io.ganglion.ngsi.form.Representation;
import io.ganglion.ngsi.form.Selection;
import io.ganglion.ngsi.form.Times;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Entities as they stand (ETSI GS CIM 009, 6.4 to 6.6 and 6.23). */
record EntityPages(Knowledge knowledge) {

    private static final Set<String> FORM = Set.of("options", "format");
    private static final Set<String> QUERY =
            union(FORM, Paging.PARAMETERS, Set.of("id", "type", "idPattern", "attrs", "q", "local"));

    /** How an answer is to be written. */
    private record Style(Representation representation, boolean system) {
        static Style of(Parameters parameters) {
            Representation chosen = null;
            boolean system = false;
            for (String word : parameters.list("options")) {
                Representation named = Representation.of(word);
                system |= word.equals("sysAttrs");
                if (named == null && !word.equals("sysAttrs") || named != null && chosen != null) {
                    throw Problem.badData("options are one of normalized, concise, keyValues, and sysAttrs: options="
                            + Times.shortened(parameters.text("options")));
                }
                chosen = named == null ? chosen : named;
            }
            Optional<String> format = parameters.find("format");
            if (format.isPresent()) {
                chosen = Representation.of(format.get());
                if (chosen == null) {
                    throw Problem.badData("format is normalized, concise, keyValues or simplified: format="
                            + Times.shortened(format.get()));
                }
            }
            return new Style(chosen == null ? Representation.NORMALIZED : chosen, system);
        }
    }

    @SafeVarargs
    static Set<String> union(Set<String>... sets) {
        Set<String> union = new HashSet<>();
        for (Set<String> set : sets) {
            union.addAll(set);
        }
        return union;
    }

    Answer list(Request request) {
        request.parameters().requireKnown(QUERY);
        Scope scope = request.scope();
        return list(request, scope, Question.of(request.parameters(), scope.terms()));
    }

    Answer query(Request request) {
        request.parameters().requireKnown(union(FORM, Paging.PARAMETERS, Set.of("local")));
        Request.Document document = request.document();
        Question.requireType(document.object(), "Query");
        return list(
                request,
                request.answering(document.scope()),
                Question.of(document.object(), "attrs", document.scope().terms()));
    }

    private Answer list(Request request, Scope scope, Selection selection) {
        Style style = Style.of(request.parameters());
        Paging paging = Paging.of(request.parameters());
        List<Known> all = knowledge.select(selection).toList();
        ArrayNode page = BoundedJson.mapper().createArrayNode();
        for (Known known : paging.page(all)) {
            page.add(write(known, selection.attributes(), scope, style));
        }
        return paging.headers(request, all.size()).apply(Answer.of(request, scope, page));
    }

    Answer one(Request request) {
        request.parameters().requireKnown(union(FORM, Set.of("attrs", "local")));
        Scope scope = request.scope();
        Known known = knowledge.require(request.argument(0));
        Set<String> attributes = Question.expanded(request.parameters().list("attrs"), scope.terms());
        Reading reading = knowledge.reading(known);
        if (!attributes.isEmpty() && !reading.hasAny(attributes)) {
            throw Problem.notFound("the entity has none of these attributes now: attrs="
                    + Times.shortened(request.parameters().text("attrs")));
        }
        return Answer.of(request, scope, write(known, attributes, scope, Style.of(request.parameters())));
    }

    /** One attribute, as a member of the entity would be. */
    Answer attribute(Request request) {
        request.parameters().requireKnown(FORM);
        Scope scope = request.scope();
        Known known = knowledge.require(request.argument(0));
        String iri = scope.terms().expand(request.argument(1));
        ObjectNode entity = write(known, Set.of(iri), scope, Style.of(request.parameters()));
        var attribute = entity.path(scope.terms().compact(iri));
        if (attribute.isMissingNode()) {
            throw Problem.notFound(
                    "the entity has no attribute of this name now: " + Times.shortened(request.argument(1)));
        }
        return attribute.isObject()
                ? Answer.of(request, scope, attribute)
                : Answer.of(
                        request, scope, BoundedJson.mapper().createObjectNode().<ObjectNode>set("value", attribute));
    }

    private ObjectNode write(Known known, Set<String> attributes, Scope scope, Style style) {
        return style.representation().write(knowledge.reading(known), attributes, scope.terms(), style.system());
    }
}
