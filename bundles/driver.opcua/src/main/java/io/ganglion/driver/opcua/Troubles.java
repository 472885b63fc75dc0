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
        return of(said.get().getStatusCode().getValue(), deepest(problem), settings);
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
            return Trouble.lasting("server refuses " + who + ": " + settings.endpoint()
                    + "; check user and password_file");
        }
        if (code == StatusCodes.Bad_CertificateTimeInvalid) {
            return Trouble.lasting("a certificate has expired, or is not valid yet: " + settings.endpoint());
        }
        if (code == StatusCodes.Bad_CertificateUntrusted || code == StatusCodes.Bad_CertificateChainIncomplete) {
            return Trouble.lasting("this node does not trust the certificate of " + settings.endpoint()
                    + "; if it is the right one, move it from " + settings.trust().resolve("rejected") + " to "
                    + settings.trust().resolve("trusted/certs"));
        }
        if (code == StatusCodes.Bad_SecurityChecksFailed) {
            return Trouble.lasting("server does not trust this node's certificate: " + settings.endpoint()
                    + "; add " + settings.own().resolve("own.der") + " to its trust list");
        }
        String name = StatusCodes.lookup(code).map(known -> known[0]).orElse("0x" + Long.toHexString(code));
        return Trouble.passing("no session with " + settings.endpoint() + ": " + name + " ("
                + deepest.getMessage() + ")");
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
