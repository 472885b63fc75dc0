// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.device.Device;
import io.ganglion.api.device.Devices;
import io.ganglion.api.explanation.Explainer;
import io.ganglion.api.explanation.Explanation;
import io.ganglion.api.feedback.Alert;
import io.ganglion.api.model.Commissioning;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.Tail;
import io.ganglion.console.rest.Plant.Condition;
import io.ganglion.console.rest.Plant.DeviceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Devices: which there are, and one of them with all that is known of it. */
final class DeviceRoutes {

    private static final int CONTRIBUTIONS = 8;

    private final Services services;
    private final Plant plant;

    record AttributeView(
            String name,
            String unitCode,
            String quantityKind,
            double minimum,
            double maximum,
            boolean required,
            List<String> tags) {
        static AttributeView of(Attribute attribute) {
            return new AttributeView(
                    attribute.name(),
                    attribute.unitCode(),
                    attribute.quantityKind(),
                    attribute.minimum(),
                    attribute.maximum(),
                    attribute.required(),
                    attribute.tags());
        }
    }

    record ContractView(
            String name, Optional<String> version, Duration expectedPeriod, List<AttributeView> attributes) {}

    record LastValues(Instant time, Map<String, Double> values, Map<String, String> texts) {}

    record InsightView(
            Instant time,
            io.ganglion.api.model.Condition verdict,
            double score,
            double threshold,
            ModelId model,
            List<Insight.Contribution> contributions) {}

    record ModelBrief(ModelId id, String engine, ModelStatus.State state) {}

    record ProgressView(int rows, int required) {}

    /** @param from time of the oldest row kept */
    record DeviceDetail(
            String name,
            ContractView contract,
            Condition condition,
            double score,
            double threshold,
            Optional<Instant> lastSeen,
            long accepted,
            long quarantined,
            long throttled,
            String driver,
            Optional<LastValues> last,
            Optional<InsightView> insight,
            Optional<Alert> alert,
            Optional<ModelBrief> model,
            Optional<ProgressView> commissioning,
            Optional<Instant> from,
            Optional<Long> rows) {}

    DeviceRoutes(Services services, Plant plant) {
        this.services = services;
        this.plant = plant;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/devices",
                        "Devices heard, the worst first",
                        List.of("q", "condition", "contract", "limit", "offset"),
                        Types.listing(DeviceRow.class),
                        this::list),
                Route.get(
                        "/devices/{name}",
                        "One device with all that is known of it",
                        List.of("contract"),
                        DeviceDetail.class,
                        request -> Answer.ok(detail(find(services, request)))),
                Route.get(
                        "/devices/{name}/explanation",
                        "Which sensors made a score",
                        List.of("contract", "at", "method"),
                        Explanation.class,
                        this::explain));
    }

    /** A device, heard since the start or kept from before. */
    record Found(String contract, String name, Optional<Device> heard, Optional<Entity> kept) {}

    static Found find(Services services, Request request) {
        String name = request.segment("name");
        Optional<String> contract = request.text("contract");
        List<Device> devices = services.find(Devices.class).map(Devices::list).orElse(List.of());
        Optional<Device> heard = devices.stream()
                .filter(one -> one.name().equals(name)
                        && contract.map(one.contract()::equals).orElse(true))
                .max((a, b) -> a.lastSeen().compareTo(b.lastSeen()));
        Optional<Entity> kept = services.find(History.class)
                .flatMap(history -> history.find(name))
                .filter(entity -> contract.or(() -> heard.map(Device::contract))
                        .map(entity.contract().name()::equals)
                        .orElse(true));
        return heard.map(Device::contract)
                .or(() -> kept.map(entity -> entity.contract().name()))
                .map(of -> new Found(of, name, heard, kept))
                .orElseThrow(() -> Problem.notFound("this node has heard no device " + RecordReader.shortened(name)
                        + Near.named(name, devices.stream().map(Device::name).toList())));
    }

    private Answer list(Request request) {
        Optional<Condition> condition = request.word("condition", Condition.class);
        Optional<String> contract = request.text("contract");
        String part = request.text("q").orElse("").toLowerCase(Locale.ROOT);
        return Answer.ok(Listing.part(
                plant.rows().stream()
                        .filter(row -> condition.map(row.condition()::equals).orElse(true))
                        .filter(row -> contract.map(row.contract()::equals).orElse(true))
                        .filter(row -> row.name().toLowerCase(Locale.ROOT).contains(part)
                                || row.contract().toLowerCase(Locale.ROOT).contains(part))
                        .toList(),
                request));
    }

    private DeviceDetail detail(Found found) {
        Optional<DeviceRow> row = found.heard().isEmpty()
                ? Optional.empty()
                : plant.rows().stream()
                        .filter(one -> one.name().equals(found.name())
                                && one.contract().equals(found.contract()))
                        .findFirst();
        Optional<Insight> insight = found.heard().flatMap(Device::insight);
        return new DeviceDetail(
                found.name(),
                contract(found),
                row.map(DeviceRow::condition).orElse(Condition.SILENT),
                row.map(DeviceRow::score).orElse(Double.NaN),
                row.map(DeviceRow::threshold).orElse(Double.NaN),
                row.map(DeviceRow::lastSeen),
                row.map(DeviceRow::accepted).orElse(0L),
                row.map(DeviceRow::quarantined).orElse(0L),
                row.map(DeviceRow::throttled).orElse(0L),
                row.map(DeviceRow::driver).orElse(""),
                last(found),
                insight.map(DeviceRoutes::view),
                plant.openAlert(found.contract(), found.name()),
                insight.map(Insight::model).flatMap(this::model),
                progress(found),
                found.kept().map(entity -> Types.instant(entity.first())),
                found.kept().map(Entity::rows));
    }

    private ContractView contract(Found found) {
        Optional<Contract> contract = services.find(Contracts.class)
                .flatMap(all -> all.find(found.contract()))
                .or(() -> found.kept().map(Entity::contract));
        return new ContractView(
                found.contract(),
                contract.map(one -> one.version().toString()),
                contract.map(Contract::expectedPeriod).orElse(Duration.ZERO),
                contract.map(Contract::attributes).orElse(List.of()).stream()
                        .map(AttributeView::of)
                        .toList());
    }

    private Optional<LastValues> last(Found found) {
        Map<String, String> texts = new LinkedHashMap<>();
        services.find(Tail.class)
                .map(tail -> tail.recent(found.name(), 1))
                .orElse(List.of())
                .forEach(one -> {
                    for (int i = 0; i < one.texts().size(); i++) {
                        if (one.texts().get(i) != null) {
                            texts.put(one.contract().texts().get(i), one.texts().get(i));
                        }
                    }
                });
        return services.find(History.class)
                .flatMap(history -> history.latest(found.contract(), found.name()))
                .filter(rows -> rows.size() > 0)
                .map(rows -> new LastValues(Types.instant(rows.times()[0]), values(rows), texts));
    }

    private static Map<String, Double> values(Rows rows) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < rows.attributes().size(); i++) {
            values.put(rows.attributes().get(i), rows.values()[0][i]);
        }
        return values;
    }

    private static InsightView view(Insight insight) {
        return new InsightView(
                Types.instant(insight.observation().time()),
                insight.verdict(),
                insight.score(),
                insight.threshold(),
                insight.model(),
                insight.contributions(CONTRIBUTIONS));
    }

    private Optional<ModelBrief> model(ModelId id) {
        return services.find(Models.class).map(Models::list).orElse(List.of()).stream()
                .filter(one -> one.id().equals(id))
                .map(one -> new ModelBrief(one.id(), one.engine(), one.state()))
                .findFirst();
    }

    private Optional<ProgressView> progress(Found found) {
        return services.find(Commissioning.class).map(Commissioning::list).orElse(List.of()).stream()
                .filter(one ->
                        one.device().equals(found.name()) && one.contract().equals(found.contract()))
                .map(one -> new ProgressView(one.rows(), one.required()))
                .findFirst();
    }

    private Answer explain(Request request) {
        Explainer explainer = services.need(Explainer.class, "inference");
        Found found = find(services, request);
        Explanation.Method method =
                request.word("method", Explanation.Method.class).orElse(Explanation.Method.RECONSTRUCTION);
        Instant at = request.time("at").orElse(request.now());
        return Answer.ok(explainer.explain(found.contract(), found.name(), at, method));
    }
}
