// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.api.maintenance.MaintenanceException;
import io.ganglion.maintenance.wire.Answer;
import io.ganglion.maintenance.wire.BoundedJson;
import io.ganglion.maintenance.wire.SecretFile;
import io.ganglion.maintenance.wire.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends what a template says, with the login it says, and takes an error for one that comes in a good answer. */
final class Caller {
    private final Template template;
    private final Settings settings;
    private final Wire wire;

    Caller(Template template, Settings settings) throws IOException {
        this.template = template;
        this.settings = settings;
        this.wire = new Wire(settings.wire());
    }

    /** Words that every call has; the secret is read anew for each. */
    private Filling filling(Map<String, String> words) throws MaintenanceException {
        Map<String, String> all = new HashMap<>(template.settings());
        String secret = secret();
        all.put("url", settings.wire().base().toString());
        all.put("user", settings.user());
        all.put("secret", secret);
        all.put("basic", Base64.getEncoder().encodeToString((settings.user() + ":" + secret).getBytes(UTF_8)));
        all.putAll(words);
        return new Filling(all);
    }

    private String secret() throws MaintenanceException {
        Optional<SecretFile> file = settings.secretFile();
        try {
            return file.isPresent() ? file.get().read() : "";
        } catch (IOException e) {
            throw MaintenanceException.refused(e.getMessage());
        }
    }

    /** The answer to a request, whatever its status. */
    Answer send(Template.Request request, Map<String, String> words) throws MaintenanceException {
        Filling filling = filling(words);
        try {
            Map<String, String> headers = new HashMap<>();
            template.part("headers")
                    .fields()
                    .forEachRemaining(one -> headers.put(
                            one.getKey(), filling.text(one.getValue().asText())));
            template.part("headers_of")
                    .path(request.method())
                    .fields()
                    .forEachRemaining(one -> headers.put(
                            one.getKey(), filling.text(one.getValue().asText())));
            if (!request.method().equals("GET") && template.part("csrf").has("path")) {
                headers.putAll(token(headers, filling));
            }
            byte[] body = request.body().isMissingNode() ? null : BoundedJson.write(filling.json(request.body()));
            return wire.send(verb(request.method(), headers), filling.path(request.path()), headers, body);
        } catch (IllegalArgumentException e) {
            throw MaintenanceException.refused("what is to be sent does not fit the template: " + e.getMessage());
        }
    }

    /** Maximo wants a POST that says it is something else. */
    private static String verb(String method, Map<String, String> headers) {
        return headers.keySet().stream().anyMatch("x-method-override"::equalsIgnoreCase) ? "POST" : method;
    }

    /** SAP's: a token, good together with the cookies that came with it. */
    private Map<String, String> token(Map<String, String> headers, Filling filling) throws MaintenanceException {
        Map<String, String> asking = new HashMap<>(headers);
        asking.put("X-CSRF-Token", "Fetch");
        Answer answer =
                wire.send("GET", filling.path(template.part("csrf").path("path").asText()), asking, null);
        answer.check();
        String token = answer.headers()
                .firstValue("X-CSRF-Token")
                .orElseThrow(() -> MaintenanceException.refused(
                        answer.from() + " gave no X-CSRF-Token: is that the service's root?"));
        List<String> cookies = new ArrayList<>();
        answer.headers().allValues("Set-Cookie").forEach(cookie -> cookies.add(cookie.split(";", 2)[0]));
        Map<String, String> more = new HashMap<>(Map.of("X-CSRF-Token", token));
        if (!cookies.isEmpty()) {
            more.put("Cookie", String.join("; ", cookies));
        }
        return more;
    }

    /** The JSON of a good answer. */
    JsonNode json(Answer answer) throws MaintenanceException {
        JsonNode json = answer.json();
        JsonNode error = template.part("error");
        if (error.has("at") && !template.spot(error.path("at")).in(json).isMissingNode()) {
            String text = template.spots(error.path("text")).stream()
                    .map(spot -> spot.text(json))
                    .filter(said -> !said.isBlank())
                    .findFirst()
                    .orElse("an error without a text");
            String message = answer.from() + " answered an error: "
                    + text.lines().findFirst().orElse("");
            for (JsonNode word : error.path("later")) {
                if (text.contains(word.asText())) {
                    throw MaintenanceException.later(message, (Throwable) null);
                }
            }
            throw MaintenanceException.refused(message);
        }
        return json;
    }
}
