// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.opcua;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Reads status codes and causes, for the operator. */
final class Troubles {

    private Troubles() {}

    static Trouble of(Exception problem, OpcUaSettings settings) {
        Optional<UaException> said = cause(problem, UaException.class);
        if (said.isEmpty()) {
            return Trouble.lasting(String.valueOf(problem.getMessage()));
        }
        if (cause(problem, UnknownHostException.class).isPresent()) {
            return Trouble.passing("no such host: " + settings.endpoint());
        }
        if (cause(problem, ConnectException.class).isPresent()) {
            return Trouble.passing("server unreachable: " + settings.endpoint());
        }
        long code = said.get().getStatusCode().getValue();
        return cause(problem, Trust.Refusal.class).isPresent()
                ? ofTrust(code, settings)
                : of(code, deepest(problem), settings);
    }

    private static Trouble ofTrust(long code, OpcUaSettings settings) {
        if (code == StatusCodes.Bad_CertificateTimeInvalid) {
            return Trouble.lasting("the server's certificate has expired, or is not valid yet: " + settings.endpoint());
        }
        return Trouble.lasting("this node does not trust the certificate of " + settings.endpoint() + " (" + name(code)
                + "); if it is the right one, move it from " + settings.trust().resolve("rejected") + " to "
                + settings.trust().resolve("trusted/certs"));
    }

    private static String name(long code) {
        return StatusCodes.lookup(code).map(known -> known[0]).orElse("0x" + Long.toHexString(code));
    }

    private static Trouble of(long code, Throwable deepest, OpcUaSettings settings) {
        if (code == StatusCodes.Bad_ConfigurationError) {
            return Trouble.lasting("server does not offer " + settings.policy() + " with " + settings.security() + ": "
                    + settings.endpoint() + "; set security_policy or sign_only");
        }
        if (code == StatusCodes.Bad_IdentityTokenRejected
                || code == StatusCodes.Bad_IdentityTokenInvalid
                || code == StatusCodes.Bad_UserAccessDenied) {
            String who = settings.user().isEmpty() ? "nobody in particular" : "user " + settings.user();
            return Trouble.lasting(
                    "server refuses " + who + ": " + settings.endpoint() + "; check user and password_file");
        }
        if (code == StatusCodes.Bad_SecurityChecksFailed
                || code == StatusCodes.Bad_CertificateUntrusted
                || code == StatusCodes.Bad_CertificateTimeInvalid) {
            return Trouble.lasting("server does not trust this node's certificate (" + name(code) + "): "
                    + settings.endpoint() + "; add " + settings.own().resolve("own.der") + " to its trust list");
        }
        return Trouble.passing(
                "no session with " + settings.endpoint() + ": " + name(code) + " (" + deepest.getMessage() + ")");
    }

    private static <T extends Throwable> Optional<T> cause(Throwable problem, Class<T> type) {
        for (Throwable at = problem; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }

    private static Throwable deepest(Throwable problem) {
        Throwable at = problem;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }
}
