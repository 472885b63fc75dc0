// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import java.security.Principal;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.eclipse.californium.elements.auth.X509CertPath;

/**
 * Says who stands behind a session, now: a key that has left the file and a certificate that has expired since the
 * handshake are nobody any more. Thread-safe.
 */
final class Callers {

    private final Logins logins;
    private final Set<String> gateways;
    private final Clock clock;

    Callers(Logins logins, Set<String> gateways, Clock clock) {
        this.logins = logins;
        this.gateways = gateways;
        this.clock = clock;
    }

    Optional<Caller> of(Principal principal) {
        if (principal instanceof PreSharedKeyIdentity shared) {
            return logins.caller(shared.getIdentity());
        }
        if (principal instanceof X509CertPath path && isValid(path.getTarget()) && path.getCN() != null) {
            return Optional.of(new Caller(path.getCN(), gateways.contains(path.getCN())));
        }
        return Optional.empty();
    }

    private boolean isValid(X509Certificate certificate) {
        Date now = Date.from(clock.instant());
        return !now.before(certificate.getNotBefore()) && !now.after(certificate.getNotAfter());
    }
}
