// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Intake;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.MessageDeliverer;

/** Hands posts to the pipeline, and tells everything else what is wrong with it. Called by the protocol's threads. */
final class Reception implements MessageDeliverer {

    private static final List<String> DISCOVERY = List.of(".well-known", "core");

    private static final long GOODBYE_AFTER_MS = 200;

    private final ServerSettings settings;
    private final Paths paths;
    private final Intake intake;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final Waiting waiting;
    private final Callers callers;
    private final Consumer<Principal> goodbye;
    private final AtomicLong pushedBack = new AtomicLong();

    /** @param goodbye ends the sessions of somebody who is nobody any more */
    Reception(
            ServerSettings settings,
            Intake intake,
            Clock clock,
            ScheduledExecutorService timer,
            Callers callers,
            Consumer<Principal> goodbye) {
        this.settings = settings;
        this.paths = new Paths(settings.site());
        this.intake = intake;
        this.clock = clock;
        this.timer = timer;
        this.callers = callers;
        this.goodbye = goodbye;
        this.waiting =
                new Waiting(settings.limits().waiting(), settings.limits().waitingOfPeer());
    }

    int waiting() {
        return waiting.size();
    }

    long pushedBack() {
        return pushedBack.get();
    }

    @Override
    public void deliverRequest(Exchange exchange) {
        Request request = exchange.getRequest();
        List<String> path = request.getOptions().getUriPath();
        if (path.equals(DISCOVERY)) {
            exchange.sendResponse(request.getCode() == Code.GET ? links() : methodNotAllowed("GET"));
            return;
        }
        Optional<Paths.Address> address = paths.find(path);
        if (address.isEmpty()) {
            exchange.sendResponse(refusal(
                    ResponseCode.NOT_FOUND, "post to /ganglion/" + settings.site() + "/telemetry/CONTRACT/DEVICE"));
        } else if (request.getCode() != Code.POST && request.getCode() != Code.PUT) {
            exchange.sendResponse(methodNotAllowed("POST or PUT"));
        } else {
            Optional<Response> refused =
                    judgeCaller(request, address.get().device()).or(() -> judgeBody(request));
            refused.ifPresentOrElse(exchange::sendResponse, () -> offer(exchange, address.get()));
        }
    }

    private Optional<Response> judgeCaller(Request request, String device) {
        if (!request.getScheme().endsWith("s")) {
            return Optional.empty();
        }
        Principal principal = request.getSourceContext().getPeerIdentity();
        Optional<Caller> caller = callers.of(principal);
        if (caller.isEmpty()) {
            // Not before the refusal is on its way.
            timer.schedule(() -> goodbye.accept(principal), GOODBYE_AFTER_MS, TimeUnit.MILLISECONDS);
            return Optional.of(refusal(ResponseCode.UNAUTHORIZED, "this key or certificate is not valid any more"));
        }
        return caller.get().speaksFor(device)
                ? Optional.empty()
                : Optional.of(refusal(ResponseCode.FORBIDDEN, caller.get().name() + " may not post for " + device));
    }

    private Optional<Response> judgeBody(Request request) {
        if (settings.formats().mediaType(format(request)).isEmpty()) {
            return Optional.of(refusal(
                    ResponseCode.UNSUPPORTED_CONTENT_FORMAT,
                    "content formats: " + settings.formats().numbers()));
        }
        if (request.getPayloadSize() > settings.limits().bodyBytes()) {
            Response response = refusal(
                    ResponseCode.REQUEST_ENTITY_TOO_LARGE,
                    "at most " + settings.limits().bodyBytes() + " bytes");
            response.getOptions().setSize1(settings.limits().bodyBytes());
            return Optional.of(response);
        }
        return Optional.empty();
    }

    private void offer(Exchange exchange, Paths.Address address) {
        Object peer = exchange.getPeersIdentity();
        if (!waiting.enter(peer)) {
            exchange.sendResponse(later("too many posts wait for their answer"));
            return;
        }
        Answer answer = new Answer(exchange, waiting, peer, timer);
        if (intake.offer(payload(exchange.getRequest(), address), answer)) {
            answer.expect(settings.limits().patience().toMillis(), later("no answer yet; send it again"));
        } else {
            answer.give(later("the node is busy"));
        }
    }

    private Payload payload(Request request, Paths.Address address) {
        Instant now = clock.instant();
        return new Payload(
                CoapDriver.NAME,
                address.contract(),
                address.device(),
                "/" + request.getOptions().getUriPathString(),
                settings.formats().mediaType(format(request)).orElseThrow(),
                request.getPayload(),
                now.getEpochSecond() * 1_000_000_000L + now.getNano());
    }

    private static int format(Request request) {
        return request.getOptions().hasContentFormat() ? request.getOptions().getContentFormat() : -1;
    }

    private Response later(String why) {
        pushedBack.incrementAndGet();
        Response response = refusal(ResponseCode.SERVICE_UNAVAILABLE, why);
        response.getOptions().setMaxAge(settings.limits().retryAfter().toSeconds());
        return response;
    }

    private static Response methodNotAllowed(String allowed) {
        return refusal(ResponseCode.METHOD_NOT_ALLOWED, "use " + allowed);
    }

    private static Response refusal(ResponseCode code, String diagnosis) {
        Response response = new Response(code);
        response.setPayload(diagnosis);
        return response;
    }

    private Response links() {
        Response response = new Response(ResponseCode.CONTENT);
        response.setPayload("</ganglion/" + settings.site() + "/telemetry>;rt=\"ganglion.telemetry\";ct=\""
                + settings.formats().numbers() + "\",</t>;rt=\"ganglion.telemetry\";ct=\""
                + settings.formats().numbers() + "\"");
        response.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_LINK_FORMAT);
        return response;
    }

    @Override
    public void deliverResponse(Exchange exchange, Response response) {
        // A server asks nobody, so that nobody answers it.
    }
}
