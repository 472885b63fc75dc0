// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.opcua;

import io.ganglion.api.device.Node;
import io.ganglion.api.device.Payload;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;

/**
 * One server, checked.
 *
 * @param name of the driver instance
 * @param endpoint {@code opc.tcp}, with a host
 * @param policy that the channel is secured by
 * @param security whether messages are signed, or encrypted too
 * @param user empty for anonymous
 * @param passwordFile its first line is the password
 * @param device its name at this site
 * @param contract that it claims to keep
 * @param entityType of its entity
 * @param variables at least one; no attribute twice
 * @param subscribes whether the server tells of changes; else it is asked
 * @param period publishing interval, or polling period
 * @param sampling how often the server looks at each variable
 * @param timeout of a connection, and of an answer
 * @param reconnectFirst first pause after a loss
 * @param reconnectMost longest pause
 * @param trust folder of certificates that are trusted, and of those that were turned away
 * @param own folder of the node's own key and certificate
 * @param application the node's URI in its certificate
 */
record OpcUaSettings(
        String name,
        URI endpoint,
        SecurityPolicy policy,
        MessageSecurityMode security,
        String user,
        Optional<Path> passwordFile,
        String device,
        String contract,
        String entityType,
        List<Variable> variables,
        boolean subscribes,
        Duration period,
        Duration sampling,
        Duration timeout,
        Duration reconnectFirst,
        Duration reconnectMost,
        Path trust,
        Path own,
        String application) {

    OpcUaSettings {
        variables = List.copyOf(variables);
        require("opc.tcp".equals(endpoint.getScheme()), "endpoint must begin with opc.tcp://", endpoint);
        require(endpoint.getHost() != null, "endpoint must name a host", endpoint);
        require(isPlain(device), "device must fit one topic level and need no escape", device);
        require(Payload.isName(contract), "contract must fit one topic level", contract);
        require(isPlain(entityType), "entity_type must need no escape", entityType);
        require(user.isEmpty() == passwordFile.isEmpty(), "user and password_file come together", user);
        require(
                user.isEmpty() || policy != SecurityPolicy.None,
                "a password is not sent in the clear; set security_policy",
                user);
        require(!variables.isEmpty(), "nodes must map at least one attribute", variables);
        require(period.toMillis() >= 10, "period_ms must be at least 10", period.toMillis());
        require(
                timeout.toMillis() >= 100 && timeout.toMillis() <= 60_000,
                "timeout_ms must be 100 to 60000",
                timeout.toMillis());
        require(reconnectFirst.toMillis() >= 1, "reconnect_ms must be at least 1", reconnectFirst.toMillis());
        require(
                reconnectMost.compareTo(reconnectFirst) >= 0,
                "reconnect_max_s must not be shorter than reconnect_ms",
                reconnectMost.toSeconds());
        Set<String> seen = new HashSet<>(Set.of("id", "type", "dateObserved", "@context"));
        for (Variable variable : variables) {
            require(seen.add(variable.attribute()), "an attribute is mapped once", variable.attribute());
        }
    }

    private static boolean isPlain(String name) {
        return Payload.isName(name) && name.indexOf('"') < 0 && name.indexOf('\\') < 0;
    }

    private static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }

    static OpcUaSettings of(OpcUaConfig config, Node node, Optional<String> secretsProperty) {
        SecurityPolicy policy = policy(config.security__policy());
        String device = String.valueOf(config.device());
        String contract = String.valueOf(config.contract());
        String[] nodes = config.nodes() == null ? new String[0] : config.nodes();
        Duration period = Duration.ofMillis(config.period__ms());
        return new OpcUaSettings(
                config.name().isBlank() ? "opcua-" + device : config.name(),
                URI.create(String.valueOf(config.endpoint()).strip()),
                policy,
                policy == SecurityPolicy.None
                        ? MessageSecurityMode.None
                        : config.sign__only() ? MessageSecurityMode.Sign : MessageSecurityMode.SignAndEncrypt,
                config.user(),
                path(config.password__file()),
                device,
                contract,
                config.entity__type().isBlank() ? contract : config.entity__type(),
                Arrays.stream(nodes)
                        .filter(Predicate.not(String::isBlank))
                        .map(Variable::of)
                        .toList(),
                subscribes(config.mode()),
                period,
                config.sampling__ms() == 0 ? period : Duration.ofMillis(config.sampling__ms()),
                Duration.ofMillis(config.timeout__ms()),
                Duration.ofMillis(config.reconnect__ms()),
                Duration.ofSeconds(config.reconnect__max__s()),
                path(config.trust__folder()).orElse(node.data().resolve("driver.opcua")),
                path(config.secrets())
                        .or(() -> secretsProperty.flatMap(OpcUaSettings::path))
                        .orElse(node.data().resolve("secrets"))
                        .resolve("opcua"),
                "urn:ganglion:" + node.site() + ":" + node.name());
    }

    private static SecurityPolicy policy(String name) {
        return Arrays.stream(SecurityPolicy.values())
                .filter(policy -> policy.name().equals(name))
                .filter(policy -> !Set.of("Basic128Rsa15", "Basic256").contains(policy.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such security_policy, or one that is broken: "
                        + name + "; known are Basic256Sha256, Aes128_Sha256_RsaOaep, Aes256_Sha256_RsaPss, None"));
    }

    private static boolean subscribes(String mode) {
        require(mode.equals("subscribe") || mode.equals("poll"), "mode must be subscribe or poll", mode);
        return mode.equals("subscribe");
    }

    private static Optional<Path> path(String file) {
        return file.isBlank() ? Optional.empty() : Optional.of(Path.of(file.strip()));
    }
}
