// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.api.contract.Reason;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.api.flow.Uplink;
import io.ganglion.api.flow.UplinkStatus;
import io.ganglion.api.hub.Hub;
import io.ganglion.api.learning.Retraining;
import io.ganglion.api.maintenance.MaintenanceSystem;
import io.ganglion.api.series.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The node itself: what runs, what does not, and what was refused at the door. */
final class OperationRoutes {

    private static final int BODY_SHOWN = 65_536;
    private static final int FIRINGS = 20;

    private final Services services;

    record FlowBooks(@Flat FlowCounters counters, String trouble) {}

    record UplinkView(
            String name,
            String destination,
            DriverStatus.State state,
            String detail,
            long waiting,
            Optional<Instant> oldest,
            long lost,
            int inFlight,
            long sent,
            long resent,
            long leftOut,
            long deadLetters,
            long bytesPerSecond) {}

    record Named(String name, String trouble) {}

    record HubView(String trouble) {}

    record TrainerView(long waiting, Optional<Retraining.Firing> training) {}

    record Operations(
            List<OverviewRoutes.DriverRow> drivers,
            Optional<FlowBooks> flow,
            Optional<Store.Status> store,
            List<UplinkView> uplinks,
            List<Named> maintenance,
            Optional<HubView> hub,
            Optional<TrainerView> trainer) {}

    record Refused(
            long id,
            String device,
            String contract,
            Reason reason,
            String path,
            String message,
            Instant received,
            long bytes) {}

    record Group(
            String contract,
            Reason reason,
            String path,
            long count,
            long devices,
            Instant first,
            Instant last,
            long example,
            String message) {}

    record QuarantineList(@Flat Listing<Refused> list, List<Group> groups) {}

    /** @param body as text, at most 64 KiB; absent where it is none, then {@code base64} */
    record RefusedDetail(
            @Flat Refused refused,
            String driver,
            String topic,
            String mediaType,
            Optional<String> body,
            Optional<String> base64) {}

    /** Either the id, or contract, reason and path of a group. */
    record Again(Optional<String> id, String contract, Optional<Reason> reason, String path) {}

    record Replayed(long accepted, List<Group> refused, long left, String trouble) {}

    OperationRoutes(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/operations", "What runs", List.of(), Operations.class, request -> Answer.ok(operations())),
                Route.get(
                        "/quarantine",
                        "What was refused, the newest first, and in groups of the same trouble",
                        List.of("reason", "contract", "device", "limit", "offset"),
                        QuarantineList.class,
                        this::quarantine),
                Route.get(
                        "/quarantine/{id}",
                        "One with its bytes",
                        List.of(),
                        RefusedDetail.class,
                        request -> Answer.ok(detail(entry(number(request.segment("id")))))),
                Route.post(
                        "/quarantine/{id}/replay",
                        Role.OPERATOR,
                        "Hold one against the contracts again",
                        Void.class,
                        Replayed.class,
                        200,
                        request -> replay(Quarantine.Selection.of(
                                entry(number(request.segment("id"))).id()))),
                Route.post(
                        "/quarantine/replay",
                        Role.OPERATOR,
                        "Hold one, or a group with the same trouble, against the contracts again",
                        Again.class,
                        Replayed.class,
                        200,
                        this::again));
    }

    private Operations operations() {
        return new Operations(
                OverviewRoutes.drivers(services),
                services.find(Flow.class).map(flow -> new FlowBooks(flow.counters(), flow.trouble())),
                services.find(Store.class).map(Store::status),
                services.all(Uplink.class).stream().map(OperationRoutes::view).toList(),
                services.all(MaintenanceSystem.class).stream()
                        .map(one -> new Named(one.name(), one.trouble()))
                        .toList(),
                services.find(Hub.class).map(hub -> new HubView(hub.trouble())),
                services.find(Retraining.class).map(OperationRoutes::view));
    }

    private static UplinkView view(Uplink uplink) {
        UplinkStatus status = uplink.status();
        OptionalLong oldest = status.observations().oldest();
        return new UplinkView(
                uplink.name(),
                status.destination(),
                status.connection().state(),
                status.connection().detail(),
                status.observations().waiting() + status.insights().waiting(),
                oldest.isPresent() ? Optional.of(Types.instant(oldest.getAsLong())) : Optional.empty(),
                status.observations().lost() + status.insights().lost(),
                status.inFlight(),
                status.sent(),
                status.resent(),
                status.leftOut(),
                status.deadLetters(),
                status.bytesPerSecond());
    }

    private static TrainerView view(Retraining retraining) {
        List<Retraining.Firing> newest = retraining.firings(FIRINGS);
        return new TrainerView(
                newest.stream()
                        .filter(one -> one.outcome() == Retraining.Outcome.WAITING)
                        .count(),
                newest.stream()
                        .filter(one -> one.outcome() == Retraining.Outcome.TRAINING)
                        .findFirst());
    }

    private Quarantine kept() {
        return services.need(Quarantine.class, "node");
    }

    private Answer quarantine(Request request) {
        Quarantine.Selection selection = new Quarantine.Selection(
                OptionalLong.empty(),
                request.word("reason", Reason.class),
                Optional.empty(),
                request.text("contract"),
                request.text("device"),
                Optional.empty());
        List<Refused> newest = kept().list(selection, Listing.need(request)).stream()
                .map(OperationRoutes::view)
                .toList();
        return Answer.ok(new QuarantineList(
                Listing.newest(newest, request),
                kept().groups(selection).stream().map(OperationRoutes::view).toList()));
    }

    private static Refused view(QuarantinedPayload one) {
        return new Refused(
                one.id(),
                one.payload().device(),
                one.payload().contract(),
                one.rejection().reason(),
                one.rejection().path(),
                one.rejection().message(),
                Types.instant(one.payload().receivedAt()),
                one.bytes());
    }

    private static Group view(Quarantine.Group group) {
        return new Group(
                group.contract(),
                group.reason(),
                group.path(),
                group.count(),
                group.devices(),
                Types.instant(group.first()),
                Types.instant(group.last()),
                group.example(),
                group.message());
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw Problem.invalid("an entry of the quarantine has a number: " + RecordReader.shortened(id));
        }
    }

    private QuarantinedPayload entry(long id) {
        return kept().find(id)
                .orElseThrow(() -> Problem.notFound("no entry " + id
                        + " in the quarantine: replayed, discarded or too old; GET /quarantine lists them"));
    }

    private static RefusedDetail detail(QuarantinedPayload one) {
        byte[] body = one.payload().body();
        byte[] shown = body.length > BODY_SHOWN ? Arrays.copyOf(body, BODY_SHOWN) : body;
        Optional<String> text = text(shown);
        return new RefusedDetail(
                view(one),
                one.payload().driver(),
                one.payload().topic(),
                one.payload().mediaType(),
                text,
                text.isPresent()
                        ? Optional.empty()
                        : Optional.of(Base64.getEncoder().encodeToString(shown)));
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private Answer again(Request request) throws IOException {
        Again again = request.body(Again.class);
        if (again.id().isPresent()) {
            return replay(
                    Quarantine.Selection.of(entry(number(again.id().get())).id()));
        }
        if (again.contract().isEmpty() || again.reason().isEmpty()) {
            throw Problem.invalid("say the id, or contract, reason and path of a group of GET /quarantine");
        }
        return replay(
                Quarantine.Selection.group(again.contract(), again.reason().get(), again.path()));
    }

    private Answer replay(Quarantine.Selection selection) {
        Quarantine.Replay came = kept().replay(selection);
        return Answer.ok(new Replayed(
                came.accepted(),
                came.refused().stream().map(OperationRoutes::view).toList(),
                came.left(),
                came.trouble()));
    }
}
