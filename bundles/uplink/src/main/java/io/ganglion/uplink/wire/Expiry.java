// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.wire;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * When a certificate ends.
 *
 * @param whose words for the operator, with the subject
 */
public record Expiry(String whose, Instant end) {

    /** The first end among the chains that both sides showed. */
    static Optional<Expiry> of(SSLSession session) {
        Stream<Expiry> theirs;
        try {
            theirs = ends("the broker's certificate", session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            theirs = Stream.empty();
        }
        return Stream.concat(theirs, ends("this client's own certificate", session.getLocalCertificates()))
                .min(Comparator.comparing(Expiry::end));
    }

    private static Stream<Expiry> ends(String whose, Certificate[] chain) {
        return chain == null
                ? Stream.empty()
                : Stream.of(chain).map(X509Certificate.class::cast).map(certificate -> of(whose, certificate));
    }

    static Expiry of(String whose, X509Certificate certificate) {
        return new Expiry(
                whose + " (" + certificate.getSubjectX500Principal().getName() + ")",
                certificate.getNotAfter().toInstant());
    }
}
