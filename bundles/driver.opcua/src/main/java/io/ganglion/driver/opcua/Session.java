// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.subscriptions.MonitoredItemServiceOperationResult;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/**
 * One session with the server. It is not mended: when it ends, its owner opens the next one. Opened and asked by one
 * thread, which may block for the time-out of the settings.
 */
final class Session implements AutoCloseable {

    private final OpcUaSettings settings;
    private final Trust trust;
    private final OpcUaClient client;

    /** Hears of it; called by Milo's threads. */
    interface Listener {

        /** New values, each of the variable at the same place. */
        void changed(Session from, List<Variable> variables, List<DataValue> values);

        void lost(Session from, String why);
    }

    /** @throws IOException where keys cannot be read; UaException where the server is not there or does not agree */
    Session(OpcUaSettings settings, Listener listener) throws IOException, UaException {
        this.settings = settings;
        OwnCertificate own = OwnCertificate.of(settings.own(), settings.application());
        this.trust = new Trust(settings.trust());
        OpcUaClient made = null;
        try {
            IdentityProvider identity = identity();
            made = OpcUaClient.create(
                    settings.endpoint().toString(),
                    this::choose,
                    transport -> transport.setConnectTimeout(millis()).setAcknowledgeTimeout(millis()),
                    builder -> configure(builder, own, identity));
            made.connect();
        } catch (IOException | UaException | RuntimeException e) {
            if (made != null) {
                made.disconnectAsync();
            }
            trust.close();
            throw e;
        }
        this.client = made;
        client.addSessionActivityListener(new SessionActivityListener() {
            @Override
            public void onSessionInactive(UaSession session) {
                listener.lost(Session.this, "connection lost");
            }
        });
    }

    private UInteger millis() {
        return uint(settings.timeout().toMillis());
    }

    /** What the server calls itself may not be its name from here, so that the address of the settings is kept. */
    private Optional<EndpointDescription> choose(List<EndpointDescription> offered) {
        return offered.stream()
                .filter(endpoint -> settings.policy().getUri().equals(endpoint.getSecurityPolicyUri()))
                .filter(endpoint -> endpoint.getSecurityMode() == settings.security())
                .filter(endpoint -> String.valueOf(endpoint.getEndpointUrl()).startsWith("opc.tcp:"))
                .findFirst()
                .map(endpoint -> EndpointUtil.updateUrl(
                        endpoint,
                        settings.endpoint().getHost(),
                        settings.endpoint().getPort()));
    }

    private IdentityProvider identity() throws IOException {
        if (settings.passwordFile().isEmpty()) {
            return AnonymousProvider.INSTANCE;
        }
        return new UsernameProvider(
                settings.user(), SecretFile.firstLine(settings.passwordFile().get()));
    }

    private void configure(OpcUaClientConfigBuilder builder, OwnCertificate own, IdentityProvider identity) {
        builder.setApplicationName(LocalizedText.english("Ganglion"))
                .setApplicationUri(settings.application())
                .setKeyPair(own.keys())
                .setCertificate(own.certificate())
                .setCertificateChain(new X509Certificate[] {own.certificate()})
                .setCertificateValidator(trust)
                .setIdentityProvider(identity)
                .setRequestTimeout(millis())
                .setKeepAliveInterval(millis())
                .setKeepAliveTimeout(millis())
                .setKeepAliveFailuresAllowed(uint(1));
    }

    /** Reads all variables once, with the server's own times. */
    List<DataValue> read() throws UaException {
        List<NodeId> nodes = settings.variables().stream().map(Variable::node).toList();
        return client.readValues(0, TimestampsToReturn.Both, nodes);
    }

    /** Has the server tell of changes from now on. The variables that it does not have come with its reason. */
    void subscribe(Listener listener) throws UaException {
        OpcUaSubscription subscription =
                new OpcUaSubscription(client, settings.period().toMillis());
        subscription.setSubscriptionListener(new OpcUaSubscription.SubscriptionListener() {
            @Override
            public void onDataReceived(OpcUaSubscription from, List<OpcUaMonitoredItem> items, List<DataValue> values) {
                List<Variable> changed = items.stream()
                        .map(item -> (Variable) item.getUserObject().orElseThrow())
                        .toList();
                listener.changed(Session.this, changed, values);
            }

            @Override
            public void onTransferFailed(OpcUaSubscription from, StatusCode status) {
                listener.lost(Session.this, "the server forgot the subscription");
            }

            @Override
            public void onWatchdogTimerElapsed(OpcUaSubscription from) {
                listener.lost(Session.this, "the server publishes nothing any more");
            }
        });
        subscription.create();
        subscription.addMonitoredItems(
                settings.variables().stream().map(this::item).toList());
        List<MonitoredItemServiceOperationResult> results = subscription.createMonitoredItems();
        List<MonitoredItemServiceOperationResult> refused =
                results.stream().filter(result -> !result.isGood()).toList();
        if (!refused.isEmpty()) {
            listener.changed(
                    this,
                    refused.stream()
                            .map(result -> (Variable)
                                    result.monitoredItem().getUserObject().orElseThrow())
                            .toList(),
                    refused.stream().map(Session::reason).toList());
        }
    }

    private OpcUaMonitoredItem item(Variable variable) {
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(variable.node());
        item.setSamplingInterval(settings.sampling().toMillis());
        // Only the newest value of an interval: the entity is told once an interval.
        item.setQueueSize(uint(1));
        item.setUserObject(variable);
        return item;
    }

    private static DataValue reason(MonitoredItemServiceOperationResult refused) {
        return new DataValue(refused.operationResult().orElse(refused.serviceResult()));
    }

    /** Says goodbye where the server is still there; waits for it for a second at most. */
    @Override
    public void close() {
        try {
            client.disconnectAsync().get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // It is gone; its own time-out ends the session there.
        } finally {
            try {
                trust.close();
            } catch (IOException e) {
                // Nothing was being written.
            }
        }
    }
}
