// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.CertificateAuthenticationMode;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;

/** Californium's own settings: few threads, and no table that grows with who is out there. */
final class Tuning {

    /** Repetitions of so many messages are known again, for each peer. */
    private static final int REMEMBERED = 64;

    private static final int LARGEST_MESSAGE = 1_024;

    private Tuning() {}

    static Configuration server(ServerSettings.Limits limits) {
        Configuration tuned = common(limits.bodyBytes());
        tuned.set(CoapConfig.MAX_ACTIVE_PEERS, limits.peers());
        tuned.set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY);
        tuned.set(DtlsConfig.DTLS_MAX_CONNECTIONS, limits.peers());
        tuned.set(DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD, 60, TimeUnit.SECONDS);
        tuned.set(DtlsConfig.DTLS_SESSION_TIMEOUT, 1, TimeUnit.HOURS);
        tuned.set(DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE, CertificateAuthenticationMode.NEEDED);
        return tuned;
    }

    static Configuration client(int bodyBytes) {
        Configuration tuned = common(bodyBytes);
        tuned.set(CoapConfig.MAX_ACTIVE_PEERS, 16);
        // A device that is gone is state: 2, 4 and 8 seconds are enough to notice.
        tuned.set(CoapConfig.MAX_RETRANSMIT, 2);
        tuned.set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY);
        tuned.set(DtlsConfig.DTLS_MAX_CONNECTIONS, 16);
        tuned.set(DtlsConfig.DTLS_MAX_RETRANSMISSIONS, 2);
        return tuned;
    }

    private static Configuration common(int bodyBytes) {
        Configuration tuned = new Configuration(
                SystemConfig.DEFINITIONS, CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, DtlsConfig.DEFINITIONS);
        tuned.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, bodyBytes);
        tuned.set(CoapConfig.MAX_MESSAGE_SIZE, LARGEST_MESSAGE);
        tuned.set(CoapConfig.PREFERRED_BLOCK_SIZE, LARGEST_MESSAGE);
        tuned.set(CoapConfig.BLOCKWISE_STATUS_LIFETIME, 60, TimeUnit.SECONDS);
        tuned.set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP);
        tuned.set(CoapConfig.PEERS_MARK_AND_SWEEP_MESSAGES, REMEMBERED);
        tuned.set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1);
        tuned.set(UdpConfig.UDP_RECEIVER_THREAD_COUNT, 1);
        tuned.set(UdpConfig.UDP_SENDER_THREAD_COUNT, 1);
        tuned.set(UdpConfig.UDP_CONNECTOR_OUT_CAPACITY, 4_096);
        tuned.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
        tuned.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
        tuned.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false);
        return tuned;
    }

    /** With forward secrecy first; the two of RFC 7252 (9.1.3) are what small devices have. */
    static List<CipherSuite> suites(boolean shared, boolean certificates) {
        List<CipherSuite> forShared = List.of(
                CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256,
                CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256,
                CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256,
                CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256,
                CipherSuite.TLS_PSK_WITH_AES_128_CCM,
                CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);
        List<CipherSuite> forCertificates = List.of(
                CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM,
                CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8);
        return Stream.of(
                        certificates ? forCertificates : List.<CipherSuite>of(),
                        shared ? forShared : List.<CipherSuite>of())
                .flatMap(List::stream)
                .toList();
    }
}
