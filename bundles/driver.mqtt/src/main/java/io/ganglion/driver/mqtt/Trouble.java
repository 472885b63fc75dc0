// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import io.ganglion.api.device.DriverStatus.State;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.eclipse.paho.client.mqttv3.MqttException;

/**
 * Why there is no connection, for the operator.
 *
 * @param state {@code OFFLINE} where it may pass by itself, {@code FAILED} where a person must act; it is tried again
 *     either way, in the second case seldom
 * @param message one sentence
 */
record Trouble(State state, String message) {

    static Trouble passing(String message) {
        return new Trouble(State.OFFLINE, message);
    }

    static Trouble lasting(String message) {
        return new Trouble(State.FAILED, message);
    }

    /** Reads Paho's reason codes and the chain of causes. */
    static Trouble of(Throwable problem, MqttSettings settings) {
        if (problem instanceof MqttException refusal) {
            switch (refusal.getReasonCode()) {
                case MqttException.REASON_CODE_FAILED_AUTHENTICATION, MqttException.REASON_CODE_NOT_AUTHORIZED -> {
                    return lasting("broker refuses this login: " + who(settings) + " at " + settings.uri()
                            + "; check user and password_file");
                }
                case MqttException.REASON_CODE_INVALID_CLIENT_ID -> {
                    return lasting("broker refuses this client_id: " + settings.clientId());
                }
                case MqttException.REASON_CODE_INVALID_PROTOCOL_VERSION -> {
                    return lasting("broker does not speak MQTT 3.1.1: " + settings.uri());
                }
                default -> {}
            }
        }
        return tls(problem, settings)
                .or(() -> network(problem, settings))
                .orElseGet(() -> passing("connection lost: " + settings.uri() + " (" + deepest(problem) + ")"));
    }

    private static String who(MqttSettings settings) {
        return settings.user().isEmpty() ? "no user" : "user " + settings.user();
    }

    private static Optional<Trouble> tls(Throwable problem, MqttSettings settings) {
        Optional<CertificateExpiredException> expired = cause(problem, CertificateExpiredException.class);
        if (expired.isPresent()) {
            return Optional.of(lasting("the broker's certificate has expired: " + settings.uri() + " ("
                    + expired.get().getMessage() + ")"));
        }
        if (cause(problem, CertificateNotYetValidException.class).isPresent()) {
            return Optional.of(
                    lasting("the broker's certificate is not valid yet, or this clock is wrong: " + settings.uri()));
        }
        if (cause(problem, CertPathBuilderException.class).isPresent()) {
            return Optional.of(lasting("the broker's certificate is signed by an authority that ca_file does not hold: "
                    + settings.uri()));
        }
        return cause(problem, SSLException.class).map(e -> ofTls(e, settings));
    }

    private static Trouble ofTls(SSLException problem, MqttSettings settings) {
        String message = String.valueOf(problem.getMessage());
        if (message.contains("certificate_required")
                || message.contains("bad_certificate")
                || message.contains("handshake_failure")) {
            return lasting("broker asks for a client certificate that it trusts: " + settings.uri()
                    + "; set certificate_file and key_file, or pkcs12_file (" + message + ")");
        }
        if (message.contains("certificate_expired")) {
            return lasting("broker says that this client's certificate has expired: " + settings.uri());
        }
        return lasting("no TLS with " + settings.uri() + ": " + message);
    }

    private static Optional<Trouble> network(Throwable problem, MqttSettings settings) {
        if (cause(problem, UnknownHostException.class).isPresent()) {
            return Optional.of(passing("no such host: " + settings.uri()));
        }
        boolean unreachable = cause(problem, ConnectException.class).isPresent()
                || cause(problem, NoRouteToHostException.class).isPresent()
                || cause(problem, SocketTimeoutException.class).isPresent();
        if (unreachable) {
            return Optional.of(passing("broker unreachable: " + settings.uri()));
        }
        if (cause(problem, EOFException.class).isPresent()) {
            return Optional.of(passing("broker closed the connection: " + settings.uri()
                    + " (it stopped, another client uses client_id " + settings.clientId()
                    + ", or it forbids this login a topic)"));
        }
        return Optional.empty();
    }

    /** Trouble with the files of this side: a person must act. */
    static Trouble ofFiles(IOException problem) {
        return lasting(String.valueOf(problem.getMessage()));
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
        Throwable at = problem;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    }
}
