// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Alerts;
import io.ganglion.api.feedback.Fact;
import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrders;
import io.ganglion.console.rest.Route.Photo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The desk: what is to be done, and what a technician says of it. Every act is the desk's; this carries it there. */
final class WorkOrderRoutes {

    private final Services services;

    record WorkOrderDetail(@Flat WorkOrder order, List<Fact> facts, Optional<Alert> alertRecord) {}

    /** @param cause a code of the contract's taxonomy; may be absent where nothing was wrong */
    record Finding(Label.Finding finding, String cause, String action, String text) {
        Resolution resolution() {
            return new Resolution(finding, cause, action, text);
        }
    }

    /** @param finding missed, or absent */
    record Fault(
            String contract,
            String device,
            Instant from,
            Instant to,
            Optional<Label.Finding> finding,
            String cause,
            String action,
            String text) {}

    record Note(String text) {}

    WorkOrderRoutes(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/work-orders",
                        "Work orders, the newest first",
                        List.of("state", "assignee", "device", "limit", "offset"),
                        Types.listing(WorkOrder.class),
                        this::list),
                Route.get(
                        "/work-orders/{id}",
                        "One with its audit trail and its episode",
                        List.of(),
                        WorkOrderDetail.class,
                        request -> detail(existing(request).id())),
                act("acknowledge", "Take it", (order, request) -> desk().acknowledge(order, request.user())),
                act("start", "Begin", (order, request) -> desk().start(order, request.user())),
                post("resolve", "Say what was found and done; again to correct it", Finding.class, request -> {
                    String id = existing(request).id();
                    desk().resolve(id, request.body(Finding.class).resolution(), request.user());
                    return detail(id);
                }),
                post("notes", "Add a note", Note.class, request -> {
                    String id = existing(request).id();
                    desk().note(id, request.body(Note.class).text(), request.user());
                    return detail(id);
                }),
                Route.post(
                        "/work-orders/{id}/photos",
                        Role.TECHNICIAN,
                        "Add a photo: JPEG, PNG or WebP of at most 8 MiB",
                        Photo.class,
                        WorkOrder.Attachment.class,
                        201,
                        this::attach),
                Route.get("/work-orders/{id}/photos/{photo}", "A photo", List.of(), Photo.class, this::photo),
                Route.post(
                        "/work-orders",
                        Role.TECHNICIAN,
                        "Report a fault that no alert told of",
                        Fault.class,
                        WorkOrderDetail.class,
                        201,
                        this::report));
    }

    /** Something that is done to a work order without a word. */
    private interface Act {
        WorkOrder on(String id, Request request);
    }

    private Route act(String verb, String summary, Act act) {
        return Route.post(
                "/work-orders/{id}/" + verb,
                Role.TECHNICIAN,
                summary,
                Void.class,
                WorkOrderDetail.class,
                200,
                request -> detail(act.on(existing(request).id(), request).id()));
    }

    private static Route post(String verb, String summary, Class<?> takes, Route.Operation operation) {
        return Route.post(
                "/work-orders/{id}/" + verb, Role.TECHNICIAN, summary, takes, WorkOrderDetail.class, 200, operation);
    }

    private WorkOrders desk() {
        return services.need(WorkOrders.class, "feedback");
    }

    private WorkOrder existing(Request request) {
        String id = request.segment("id");
        return desk().find(id)
                .orElseThrow(() -> Problem.notFound("no work order " + RecordReader.shortened(id)
                        + " here"
                        + Near.named(
                                id,
                                desk().list(Set.of(), "", "", 100).stream()
                                        .map(WorkOrder::id)
                                        .toList())));
    }

    private Answer detail(String id) {
        WorkOrder order = desk().find(id).orElseThrow();
        return Answer.ok(
                new WorkOrderDetail(order, desk().facts(id), order.alert().flatMap(alert -> services.find(Alerts.class)
                        .flatMap(alerts -> alerts.find(alert)))));
    }

    private Answer list(Request request) {
        Set<WorkOrder.State> states = EnumSet.noneOf(WorkOrder.State.class);
        for (String word : request.list("state")) {
            states.add((WorkOrder.State) RecordReader.word("state", WorkOrder.State.class, word));
        }
        String assignee = request.text("assignee").orElse("");
        return Answer.ok(Listing.newest(
                desk().list(
                                states,
                                assignee.equals("me") ? request.user() : assignee,
                                request.text("device").orElse(""),
                                Listing.need(request)),
                request));
    }

    private Answer report(Request request) throws IOException {
        Fault fault = request.body(Fault.class);
        if (fault.finding().isPresent() && fault.finding().get() != Label.Finding.MISSED) {
            throw Problem.invalid("a fault without an alert is missed: finding="
                    + RecordWriter.word(fault.finding().get()));
        }
        Resolution found = new Resolution(Label.Finding.MISSED, fault.cause(), fault.action(), fault.text());
        WorkOrder order =
                desk().report(fault.contract(), fault.device(), fault.from(), fault.to(), found, request.user());
        return new Answer.Told(201, ((Answer.Told) detail(order.id())).value());
    }

    private Answer attach(Request request) throws IOException {
        String id = existing(request).id();
        try (InputStream in = request.body().open()) {
            return new Answer.Told(201, desk().attach(id, in, request.user()));
        } catch (IllegalArgumentException e) {
            throw new Problem(Problem.Kind.MEDIA_TYPE, e.getMessage());
        }
    }

    private Answer photo(Request request) throws IOException {
        WorkOrder order = existing(request);
        String id = request.segment("photo");
        WorkOrder.Attachment attachment = order.attachments().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound(order.id() + " has no photo " + RecordReader.shortened(id)));
        InputStream content = desk().photo(order.id(), id)
                .orElseThrow(() ->
                        Problem.notFound("the photo " + id + " of " + order.id() + " is not on the disk any more"));
        return new Answer.Shown(attachment.mediaType(), attachment.bytes(), content);
    }
}
