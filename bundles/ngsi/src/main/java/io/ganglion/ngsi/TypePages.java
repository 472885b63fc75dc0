// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.ngsi.Knowledge.Known;
import io.ganglion.ngsi.form.BoundedJson;
import io.ganglion.ngsi.form.PinnedContexts.Scope;
import io.ganglion.ngsi.form.Problem;
import io.ganglion.ngsi.form.Terms;
import io.ganglion.ngsi.form.Times;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which types and attributes there are data of (ETSI GS CIM 009, 6.25 to 6.28). */
record TypePages(Knowledge knowledge) {

    private static final Set<String> LIST = Set.of("details", "local");

    Answer types(Request request) {
        request.parameters().requireKnown(LIST);
        Scope scope = request.scope();
        Map<String, Set<String>> types = new TreeMap<>();
        knowledge.all().forEach(known -> types.computeIfAbsent(known.shape().type(), any -> new LinkedHashSet<>())
                .addAll(attributes(known)));
        if (!request.parameters().flag("details")) {
            ObjectNode list = described("urn:ngsi-ld:EntityTypeList:all", "EntityTypeList");
            list.set("typeList", compacted(types.keySet(), scope.terms()));
            return Answer.of(request, scope, list);
        }
        ArrayNode details = BoundedJson.mapper().createArrayNode();
        types.forEach((type, attributes) -> details.add(described(type, "EntityType")
                .put("typeName", scope.terms().compact(type))
                .set("attributeNames", compacted(attributes, scope.terms()))));
        return Answer.of(request, scope, details);
    }

    Answer type(Request request) {
        request.parameters().requireKnown(Set.of("local"));
        Scope scope = request.scope();
        String type = scope.terms().expand(request.argument(0));
        List<Known> all = knowledge
                .all()
                .filter(known -> known.shape().type().equals(type))
                .toList();
        if (all.isEmpty()) {
            throw Problem.notFound(
                    "no entity of type " + Times.shortened(request.argument(0)) + "; GET /types lists them");
        }
        Set<String> attributes = new LinkedHashSet<>();
        all.forEach(known -> attributes.addAll(attributes(known)));
        ObjectNode answer = described(type, "EntityTypeInfo")
                .put("typeName", scope.terms().compact(type))
                .put("entityCount", all.size());
        ArrayNode details = answer.putArray("attributeDetails");
        for (String attribute : attributes) {
            ObjectNode detail = described(attribute, "Attribute")
                    .put("attributeName", scope.terms().compact(attribute));
            detail.putArray("attributeTypes").add("Property");
            details.add(detail);
        }
        return Answer.of(request, scope, answer);
    }

    Answer attributes(Request request) {
        request.parameters().requireKnown(LIST);
        Scope scope = request.scope();
        Map<String, Set<String>> attributes = new TreeMap<>();
        knowledge.all().forEach(known -> attributes(known).forEach(name -> attributes
                .computeIfAbsent(name, any -> new TreeSet<>())
                .add(known.shape().type())));
        if (!request.parameters().flag("details")) {
            ObjectNode list = described("urn:ngsi-ld:AttributeList:all", "AttributeList");
            list.set("attributeList", compacted(attributes.keySet(), scope.terms()));
            return Answer.of(request, scope, list);
        }
        ArrayNode details = BoundedJson.mapper().createArrayNode();
        attributes.forEach((name, types) -> details.add(described(name, "Attribute")
                .put("attributeName", scope.terms().compact(name))
                .set("typeNames", compacted(types, scope.terms()))));
        return Answer.of(request, scope, details);
    }

    Answer attribute(Request request) {
        request.parameters().requireKnown(Set.of("local"));
        Scope scope = request.scope();
        String name = scope.terms().expand(request.argument(0));
        List<Known> all =
                knowledge.all().filter(known -> known.shape().has(name)).toList();
        if (all.isEmpty()) {
            throw Problem.notFound("no entity has an attribute " + Times.shortened(request.argument(0))
                    + "; GET /attributes lists them");
        }
        Set<String> types = new TreeSet<>();
        all.forEach(known -> types.add(known.shape().type()));
        ObjectNode answer = described(name, "Attribute")
                .put("attributeName", scope.terms().compact(name))
                .put("attributeCount", all.size());
        answer.putArray("attributeTypes").add("Property");
        answer.set("typeNames", compacted(types, scope.terms()));
        return Answer.of(request, scope, answer);
    }

    private static Set<String> attributes(Known known) {
        Set<String> all = new LinkedHashSet<>();
        all.add(known.shape().time());
        all.addAll(known.shape().columns().keySet());
        all.addAll(known.shape().texts().keySet());
        return all;
    }

    private static ObjectNode described(String id, String type) {
        return BoundedJson.mapper().createObjectNode().put("id", id).put("type", type);
    }

    private static ArrayNode compacted(Collection<String> iris, Terms terms) {
        ArrayNode names = BoundedJson.mapper().createArrayNode();
        iris.stream().map(terms::compact).sorted().forEach(names::add);
        return names;
    }
}
