// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.api.device.Node;
import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Alerts;
import io.ganglion.api.feedback.Sla.Span;
import io.ganglion.api.feedback.Slas;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrders;
import io.ganglion.api.flow.Outlet;
import io.ganglion.feedback.keep.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** Tells it on the event bus and to the broker, as far as they are there. */
final class Herald implements News {
    private final Node node;
    private final List<EventAdmin> buses = new CopyOnWriteArrayList<>();
    private final List<Outlet> outlets = new CopyOnWriteArrayList<>();

    Herald(Node node) {
        this.node = node;
    }

    List<EventAdmin> buses() {
        return buses;
    }

    List<Outlet> outlets() {
        return outlets;
    }

    @Override
    public void alert(Alert alert) {
        String device = alert.devices().get(0);
        post(
                alert.open() ? Alerts.RAISED : Alerts.ENDED,
                Map.of(
                        "id", alert.id(),
                        "useCase", alert.useCase(),
                        "contract", alert.contract(),
                        "device", device,
                        "asset", alert.asset(),
                        "severity", alert.severity().name()));
        byte[] body = Json.write(message(alert)).getBytes(UTF_8);
        for (Outlet outlet : outlets) {
            outlet.publish(node.topic("alert", alert.contract(), device), body, false);
        }
    }

    private static Map<String, Object> message(Alert alert) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", alert.id());
        message.put("event", alert.open() ? "raised" : "ended");
        message.put("useCase", alert.useCase());
        message.put("contract", alert.contract());
        message.put("asset", alert.asset());
        message.put("devices", alert.devices());
        message.put("severity", alert.severity().name().toLowerCase(java.util.Locale.ROOT));
        message.put("from", alert.from().toString());
        message.put("to", alert.to().map(Instant::toString).orElse(null));
        message.put("raised", alert.raised().toString());
        message.put("model", alert.model().name());
        message.put("modelVersion", alert.model().version().toString());
        message.put("score", alert.score());
        message.put("rows", alert.rows());
        message.put("contributions", alert.contributions());
        message.put("held", alert.held());
        message.put("workOrder", alert.workOrder().orElse(null));
        return message;
    }

    @Override
    public void order(WorkOrder order) {
        post(
                WorkOrders.CHANGED,
                Map.of(
                        "id", order.id(),
                        "state", order.state().name(),
                        "contract", order.contract(),
                        "device", order.device()));
    }

    @Override
    public void breach(WorkOrder order, Span span, Duration target) {
        post(
                Slas.BREACH,
                Map.of(
                        "workOrder", order.id(),
                        "span", span.name(),
                        "useCase", order.useCase(),
                        "target", target.toString()));
    }

    private void post(String topic, Map<String, String> properties) {
        for (EventAdmin bus : buses) {
            bus.postEvent(new Event(topic, properties));
        }
    }
}
