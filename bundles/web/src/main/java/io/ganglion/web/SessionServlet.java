// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.web.Realm.Proven;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** {@code /api/v1/session}: log in, who am I, log out. */
final class SessionServlet extends HttpServlet {

    /** Where it lies. */
    static final String PATH = "/api/v1/session";

    private static final long serialVersionUID = 1L;
    private static final int BODY_LIMIT = 4_096;
    private static final int WORD_LIMIT = 512;
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(2).build())
            .build());

    private final transient SignIn signIn;

    SessionServlet(SignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SignIn.Visitor visitor = signIn.visitor(request);
        if (visitor instanceof SignIn.Known known) {
            answer(known.login(), known.csrf(), known.expires(), response);
        } else {
            ((SignIn.Refused) visitor).problem().send(response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // A form of another site can send neither this media type nor past this header: it could log somebody in as
        // itself.
        String type = request.getContentType();
        String site = request.getHeader("Sec-Fetch-Site");
        if (type == null || !type.startsWith("application/json") || "cross-site".equals(site)) {
            Problem.of(415, "media-type", "Not JSON", "send {\"user\":...,\"password\":...} as application/json")
                    .send(response);
            return;
        }
        JsonNode body = body(request);
        String user = body.path("user").asText();
        String password = body.path("password").asText();
        if (user.isEmpty() || password.isEmpty() || user.length() > WORD_LIMIT || password.length() > WORD_LIMIT) {
            Problem.of(400, "invalid", "No user and password", "send {\"user\":...,\"password\":...} in at most 4 KiB")
                    .send(response);
            return;
        }
        WebDoor.Judgement judgement = signIn.door().judge(user, password, request.getRemoteAddr());
        if (judgement.proven().isPresent()) {
            open(judgement.proven().get(), request, response);
        } else if (judgement.waitSeconds() > 0) {
            Problem.throttled(judgement.waitSeconds(), judgement.detail()).send(response);
        } else {
            Problem.of(401, "wrong-password", "Not let in", judgement.detail()).send(response);
        }
    }

    private void open(Proven proven, HttpServletRequest request, HttpServletResponse response) throws IOException {
        // What was open before the login ends with it: nobody can have slipped in a token of theirs.
        signIn.cookie().token(request).ifPresent(signIn.sessions()::end);
        Sessions.Opened opened = signIn.sessions().open(proven);
        signIn.cookie().give(opened.token(), request, response);
        answer(proven.login(), opened.session().csrf(), signIn.sessions().end(opened.session()), response);
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SignIn.Visitor visitor = signIn.visitor(request);
        if (visitor instanceof SignIn.Refused refused && refused.problem().status() == 403) {
            refused.problem().send(response);
            return;
        }
        signIn.cookie().token(request).ifPresent(signIn.sessions()::end);
        signIn.cookie().take(request, response);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private static void answer(WebLogin login, String csrf, long expires, HttpServletResponse response)
            throws IOException {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("user", login.user())
                .put("role", login.role().word());
        if (!csrf.isEmpty()) {
            body.put("csrf", csrf).put("expires", Instant.ofEpochMilli(expires).toString());
        }
        Problem.write(200, "application/json", body, response);
    }

    private static JsonNode body(HttpServletRequest request) throws IOException {
        try (InputStream in = request.getInputStream()) {
            byte[] bytes = in.readNBytes(BODY_LIMIT + 1);
            JsonNode body = bytes.length > BODY_LIMIT ? null : MAPPER.readTree(bytes);
            return body == null ? JsonNodeFactory.instance.objectNode() : body;
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
