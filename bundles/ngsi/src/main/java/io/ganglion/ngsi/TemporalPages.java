// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import io.ganglion.api.series.SeriesQuery.Thinning;
import io.ganglion.ngsi.Knowledge.Known;
import io.ganglion.ngsi.form.Aggregation;
import io.ganglion.ngsi.form.PinnedContexts.Scope;
import io.ganglion.ngsi.form.Problem;
import io.ganglion.ngsi.form.Selection;
import io.ganglion.ngsi.form.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The past of entities (ETSI GS CIM 009, 6.18, 6.19 and 6.24). An answer has at most {@value #VALUES_LIMIT} values; a
 * longer one is cut at one time for all entities, and its Content-Range says where.
 */
record TemporalPages(Knowledge knowledge) {

    static final int VALUES_LIMIT = 100_000;

    private static final Set<String> QUERY = EntityPages.union(
            TemporalQuestion.FORM,
            TemporalQuestion.TIME,
            Paging.PARAMETERS,
            Set.of("id", "type", "idPattern", "attrs", "q", "local"));

    /** One entity and which of its attributes, by IRI, with the contract's own names. */
    private record Part(Known known, Map<String, String> attributes) {
        List<String> names() {
            return List.copyOf(attributes.values());
        }
    }

    Answer list(Request request) {
        request.parameters().requireKnown(QUERY);
        Scope scope = request.scope();
        TemporalQuestion question = TemporalQuestion.of(request.parameters(), true);
        return list(request, scope, Question.of(request.parameters(), scope.terms()), question);
    }

    Answer query(Request request) {
        request.parameters().requireKnown(EntityPages.union(TemporalQuestion.FORM, Paging.PARAMETERS, Set.of("local")));
        Request.Document document = request.document();
        TemporalQuestion question = TemporalQuestion.of(request.parameters(), document.object());
        Selection selection =
                Question.of(document.object(), "attrs", document.scope().terms());
        return list(request, request.answering(document.scope()), selection, question);
    }

    private Answer list(Request request, Scope scope, Selection selection, TemporalQuestion question) {
        Paging paging = Paging.of(request.parameters());
        List<Part> all = knowledge
                .select(selection)
                .filter(known -> known.entity().first() < question.range().to()
                        && known.entity().last() >= question.range().from())
                .map(known -> part(known, selection.attributes()))
                .filter(part -> !part.attributes().isEmpty())
                .toList();
        Answer answer = answer(request, scope, paging.page(all), question, true);
        return paging.headers(request, all.size()).apply(answer);
    }

    Answer one(Request request) {
        request.parameters()
                .requireKnown(
                        EntityPages.union(TemporalQuestion.FORM, TemporalQuestion.TIME, Set.of("attrs", "local")));
        Scope scope = request.scope();
        TemporalQuestion question = TemporalQuestion.of(request.parameters(), false);
        Known known = knowledge.require(request.argument(0));
        Part part = part(known, Question.expanded(request.parameters().list("attrs"), scope.terms()));
        if (part.attributes().isEmpty()) {
            throw Problem.notFound("the entity has no history of these attributes: attrs="
                    + Times.shortened(request.parameters().text("attrs")));
        }
        return answer(request, scope, List.of(part), question, false);
    }

    /** Numeric attributes only: the history keeps rows of numbers. */
    private static Part part(Known known, Set<String> attributes) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (String iri : known.shape().columns().keySet()) {
            if (attributes.isEmpty() || attributes.contains(iri)) {
                chosen.put(iri, known.shape().nameOf(iri));
            }
        }
        return new Part(known, chosen);
    }

    private Answer answer(Request request, Scope scope, List<Part> parts, TemporalQuestion question, boolean array) {
        TemporalWriter writer = new TemporalWriter(scope, request.linkedData(), question.form());
        if (question.aggregation().isPresent()) {
            return aggregated(request, scope, parts, question, writer, array);
        }
        int columns = Math.max(
                1, parts.stream().mapToInt(part -> part.attributes().size()).sum());
        int most = Math.max(1, VALUES_LIMIT / columns);
        List<Rows> rows = new ArrayList<>();
        for (Part part : parts) {
            rows.add(rows(part, question, most));
        }
        Cut cut = Cut.of(rows, question, most);
        Answer answer = Answer.streamed(request, scope, json -> {
            open(json, array);
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                writer.write(json, part.known(), List.copyOf(part.attributes().keySet()), cut.of(rows.get(i)));
            }
            close(json, array);
        });
        return cut.isNeeded() ? answer.status(206).header("Content-Range", cut.contentRange(question)) : answer;
    }

    private Rows rows(Part part, TemporalQuestion question, int most) {
        boolean newest = question.lastN() > 0;
        return knowledge
                .history()
                .query(new SeriesQuery(
                        part.known().entity().contract().name(),
                        part.known().entity().device(),
                        part.names(),
                        question.range().from(),
                        question.range().to(),
                        newest ? Thinning.NEWEST : Thinning.OLDEST,
                        newest ? Math.min(most, question.lastN()) : most));
    }

    private Answer aggregated(
            Request request,
            Scope scope,
            List<Part> parts,
            TemporalQuestion question,
            TemporalWriter writer,
            boolean array) {
        Aggregation aggregation = question.aggregation().orElseThrow();
        long values = 0;
        List<Aggregation.Table> tables = new ArrayList<>();
        for (Part part : parts) {
            Aggregation.Table table = aggregation.of(
                    knowledge.history(),
                    part.known().entity(),
                    part.names(),
                    question.range().from(),
                    question.range().to());
            tables.add(table);
            values += (long) aggregation.methods().size() * part.attributes().size() * table.values()[0][0].length;
            if (values > VALUES_LIMIT) {
                throw new Problem(
                        Problem.Kind.TOO_MANY_RESULTS,
                        "an answer has at most " + VALUES_LIMIT + " values: ask for fewer entities, or longer periods");
            }
        }
        return Answer.streamed(request, scope, json -> {
            open(json, array);
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                List<String> iris = List.copyOf(part.attributes().keySet());
                writer.write(json, part.known(), iris, aggregation.methods(), tables.get(i));
            }
            close(json, array);
        });
    }

    private static void open(JsonGenerator json, boolean array) throws java.io.IOException {
        if (array) {
            json.writeStartArray();
        }
    }

    private static void close(JsonGenerator json, boolean array) throws java.io.IOException {
        if (array) {
            json.writeEndArray();
        }
    }
}
