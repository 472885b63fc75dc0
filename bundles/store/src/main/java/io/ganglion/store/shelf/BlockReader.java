// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.shelf;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.series.Journal;
import io.ganglion.store.bytes.ByteSource;
import io.ganglion.store.chunk.Damaged;
import io.ganglion.store.chunk.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads what a {@link BlockWriter} wrote. Not thread-safe. */
public final class BlockReader {

    private static final Condition[] CONDITIONS = Condition.values();

    private final Shelf shelf;
    private final Journal.Kind kind;
    private final ByteSource in;
    private long position;
    private long lastTime;
    private long lastReceived;
    private Series series;
    private int contract;

    /** @param position of the first entry */
    public BlockReader(Shelf shelf, Journal.Kind kind, long position, byte[] body) {
        this.shelf = shelf;
        this.kind = kind;
        this.position = position;
        in = new ByteSource(body);
    }

    public boolean hasNext() {
        return in.hasMore();
    }

    public Journal.Entry next() {
        try {
            Observation observation = observation();
            Optional<Insight> insight =
                    kind == Journal.Kind.INSIGHT ? Optional.of(insight(observation)) : Optional.empty();
            return new Journal.Entry(position++, observation, insight);
        } catch (IndexOutOfBoundsException e) {
            throw new Damaged("the journal's entry at position " + position + " is cut off");
        }
    }

    /** The last entry as the history keeps it. */
    public Hot hot(Journal.Entry entry) {
        return new Hot(entry.position(), entry.insight().isPresent() ? insightVersion() : contract, row(entry));
    }

    private int insightVersion() {
        return shelf.versions().number(Versions.INSIGHT);
    }

    private static Row row(Journal.Entry entry) {
        return entry.insight()
                .map(insight -> row(insight, List.of(insight.model().toString())))
                .orElseGet(() -> row(entry.observation()));
    }

    public static Row row(Observation observation) {
        return new Row(observation.time(), observation.values(), texts(observation), observation.replayed());
    }

    /** As many as the contract has: where the observation came without, empty ones. */
    static List<String> texts(Observation observation) {
        int count = observation.contract().texts().size();
        return observation.texts().size() == count ? observation.texts() : Collections.nCopies(count, "");
    }

    /** @param model its model's name, alone */
    public static Row row(Insight insight, List<String> model) {
        return new Row(
                insight.observation().time(),
                new double[] {
                    insight.score(), insight.threshold(), insight.verdict().ordinal()
                },
                model,
                insight.observation().replayed());
    }

    /** Whose the last entry is. */
    public Series series() {
        return series;
    }

    private Observation observation() {
        series = shelf.get(in.getCount());
        contract = in.getCount();
        if (series == null || contract < 1 || contract > shelf.versions().size()) {
            throw new Damaged("the journal's entry at position " + position + " is of nobody we know");
        }
        Contract version = shelf.versions().get(contract);
        int flags = in.get();
        lastTime += in.getSigned();
        lastReceived += in.getSigned();
        String entity = (flags & BlockWriter.OTHER_ENTITY) != 0 ? in.getText() : series.entity();
        double[] values = new double[version.attributes().size()];
        long good = (flags & BlockWriter.GAPS) != 0 ? in.getLong() : BlockWriter.allGood(values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getDouble();
        }
        return new Observation(
                version,
                series.device(),
                entity,
                lastTime,
                lastReceived,
                values,
                good,
                (flags & BlockWriter.TEXTS) != 0 ? texts(version) : List.of(),
                (flags & BlockWriter.REPLAYED) != 0);
    }

    private List<String> texts(Contract version) {
        List<String> texts = new ArrayList<>(version.texts().size());
        for (int i = 0; i < version.texts().size(); i++) {
            texts.add(in.getText());
        }
        return List.copyOf(texts);
    }

    private Insight insight(Observation observation) {
        Condition verdict = CONDITIONS[in.get()];
        double score = in.getDouble();
        double threshold = in.getDouble();
        double[] errors = new double[observation.values().length];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = in.getDouble();
        }
        return new Insight(observation, verdict, score, threshold, errors, ModelId.parse(in.getText()));
    }
}
