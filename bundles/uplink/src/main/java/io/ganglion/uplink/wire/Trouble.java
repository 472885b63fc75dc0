// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.wire;

import io.ganglion.api.device.DriverStatus.State;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/**
 * Why there is no connection.
 *
 * @param state {@code OFFLINE} where it may pass by itself, {@code FAILED} where a person must act
 * @param message one sentence for the operator
 * @param kind what the one who reconnects has to know
 */
public record Trouble(State state, String message, Kind kind) {

    /** What follows from it. */
    public enum Kind {
        /** Try again. */
        ORDINARY,
        /** Nobody was there. */
        UNREACHABLE,
        /** The broker does not speak this version of MQTT. */
        VERSION,
        /** The broker ended the connection because of a message in flight. */
        MESSAGE
    }

    /** MQTT 5 reasons to end a connection that speak of a packet that we sent. */
    private static final Map<Integer, String> OFFENCES = Map.of(
            0x81, "malformed packet",
            0x82, "protocol error",
            0x90, "topic name invalid",
            0x94, "topic alias invalid",
            0x95, "packet too large",
            0x99, "payload format invalid",
            0x9A, "retain not supported",
            0x9B, "QoS not supported");

    /** 1 is MQTT 3's CONNACK. */
    private static final Set<Integer> VERSIONS = Set.of(0x84, 1);

    private static final Set<Integer> LOGINS = Set.of(0x86, 0x87, 0x8A, 0x8C, 4, 5);
    private static final Set<Integer> CLIENTS = Set.of(0x85, 2);

    public static Trouble passing(String message) {
        return new Trouble(State.OFFLINE, message, Kind.ORDINARY);
    }

    private static Trouble unreachable(String message) {
        return new Trouble(State.OFFLINE, message, Kind.UNREACHABLE);
    }

    public static Trouble lasting(String message) {
        return new Trouble(State.FAILED, message, Kind.ORDINARY);
    }

    /** Trouble with the files of this side. */
    public static Trouble ofFiles(IOException problem) {
        return lasting(String.valueOf(problem.getMessage()));
    }

    /** What the broker said with its DISCONNECT. */
    static Trouble said(int code, String words, Broker broker) {
        String more = words == null || words.isBlank() ? "" : " (" + words + ")";
        if (OFFENCES.containsKey(code)) {
            String message = "broker ended the connection because of a message: " + OFFENCES.get(code) + more + ": "
                    + broker.uri();
            return new Trouble(State.OFFLINE, message, Kind.MESSAGE);
        }
        if (LOGINS.contains(code)) {
            return lasting("broker no longer allows this login: " + broker.who() + more);
        }
        return passing("broker ended the connection: " + broker.uri() + ", reason 0x"
                + Integer.toHexString(code).toUpperCase(java.util.Locale.ROOT) + more);
    }

    /**
     * Reads the broker's answer and the chain of causes.
     *
     * @param code the CONNACK's; 0 where there is none
     */
    static Trouble of(Throwable problem, int code, Broker broker) {
        if (LOGINS.contains(code)) {
            return lasting("broker refuses this login: " + broker.who() + "; check user and password_file");
        }
        if (CLIENTS.contains(code)) {
            return lasting("broker refuses this client_id: " + broker.clientId());
        }
        if (VERSIONS.contains(code)) {
            return new Trouble(State.FAILED, "broker does not speak this MQTT version: " + broker.uri(), Kind.VERSION);
        }
        return tls(problem, broker)
                .or(() -> network(problem, broker))
                .orElseGet(() -> passing("connection lost: " + broker.uri() + " (" + deepest(problem) + ")"));
    }

    private static Optional<Trouble> tls(Throwable problem, Broker broker) {
        Optional<CertificateExpiredException> expired = cause(problem, CertificateExpiredException.class);
        if (expired.isPresent()) {
            return Optional.of(lasting("the broker's certificate has expired: " + broker.uri() + " ("
                    + expired.get().getMessage() + ")"));
        }
        if (cause(problem, CertificateNotYetValidException.class).isPresent()) {
            return Optional.of(
                    lasting("the broker's certificate is not valid yet, or this clock is wrong: " + broker.uri()));
        }
        if (cause(problem, CertPathBuilderException.class).isPresent()) {
            return Optional.of(lasting(
                    "the broker's certificate is signed by an authority that ca_file does not hold: " + broker.uri()));
        }
        return cause(problem, SSLException.class)
                .map(e -> lasting("no TLS with " + broker.uri() + ": " + e.getMessage()
                        + "; does it want certificate_file and key_file?"));
    }

    private static Optional<Trouble> network(Throwable problem, Broker broker) {
        if (cause(problem, UnknownHostException.class).isPresent()) {
            return Optional.of(unreachable("no such host: " + broker.uri()));
        }
        if (cause(problem, ConnectException.class).isPresent()
                || cause(problem, NoRouteToHostException.class).isPresent()
                || cause(problem, SocketTimeoutException.class).isPresent()) {
            return Optional.of(unreachable("broker unreachable: " + broker.uri()));
        }
        if (cause(problem, EOFException.class).isPresent()
                || cause(problem, SocketException.class).isPresent()) {
            return Optional.of(passing("broker closed the connection: " + broker.uri()
                    + " (it stopped, or another client uses client_id " + broker.clientId() + ")"));
        }
        return Optional.empty();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable problem, Class<T> type) {
        for (Throwable at = problem; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }

    private static String deepest(Throwable problem) {
        if (problem == null) {
            return "no reason given";
        }
        Throwable at = problem;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    }
}
