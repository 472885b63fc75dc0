// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapHandler;
import org.eclipse.californium.core.CoapObserveRelation;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.DtlsHandshakeTimeoutException;
import org.eclipse.californium.scandium.dtls.HandshakeException;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;

/**
 * One registration at a device (RFC 7641), with a socket of its own. Californium registers again when the last value is
 * no longer fresh, and sorts out notifications that were overtaken.
 */
final class Observation implements AutoCloseable {

    private final ObserveSettings settings;
    private final CoapEndpoint endpoint;
    private final CoapClient client;
    private final CoapObserveRelation relation;

    /** Hears of it; called by the observation's threads. */
    interface Listener {

        /** A value, newer than all before. */
        void notified(Observation from, Response value);

        void lost(Observation from, Trouble trouble);
    }

    /** @throws IOException where keys cannot be read or no socket opened */
    Observation(ObserveSettings settings, ScheduledThreadPoolExecutor threads, Listener listener) throws IOException {
        this.settings = settings;
        this.endpoint = endpoint(settings);
        endpoint.setExecutors(threads, threads);
        endpoint.start();
        this.client = new CoapClient();
        client.setEndpoint(endpoint);
        client.setExecutors(threads, threads, true);
        Request request = Request.newGet();
        request.setURI(settings.uri());
        request.setObserve();
        request.addMessageObserver(new MessageObserverAdapter() {
            @Override
            public void onTimeout() {
                listener.lost(Observation.this, Trouble.passing("does not answer: " + settings.uri()));
            }

            @Override
            public void onReject() {
                listener.lost(Observation.this, Trouble.passing("refuses to be observed: " + settings.uri()));
            }

            @Override
            public void onSendError(Throwable error) {
                listener.lost(Observation.this, sending(error));
            }

            @Override
            public void onResponseHandlingError(Throwable error) {
                listener.lost(
                        Observation.this,
                        Trouble.passing(
                                "answers what cannot be read: " + settings.uri() + " (" + error.getMessage() + ")"));
            }
        });
        this.relation = client.observe(request, new CoapHandler() {
            @Override
            public void onLoad(CoapResponse response) {
                take(response.advanced(), listener);
            }

            @Override
            public void onError() {
                // The observer of the message knows more.
            }
        });
    }

    private static CoapEndpoint endpoint(ObserveSettings settings) throws IOException {
        Configuration tuned = Tuning.client(settings.bodyBytes());
        CoapEndpoint.Builder builder = new CoapEndpoint.Builder().setConfiguration(tuned);
        return settings.isSecure() ? builder.setConnector(dtls(settings, tuned)).build() : builder.build();
    }

    private static DTLSConnector dtls(ObserveSettings settings, Configuration tuned) throws IOException {
        DtlsConnectorConfig.Builder builder = DtlsConnectorConfig.builder(tuned)
                .setAddress(new InetSocketAddress(0))
                .set(
                        DtlsConfig.DTLS_CIPHER_SUITES,
                        Tuning.suites(
                                settings.pskKeyFile().isPresent(),
                                settings.keys().isPresent()));
        if (settings.pskKeyFile().isPresent()) {
            byte[] key = SecretFile.firstLine(settings.pskKeyFile().get()).getBytes(UTF_8);
            builder.setAdvancedPskStore(new AdvancedSinglePskStore(settings.pskIdentity(), key));
        }
        if (settings.keys().isPresent()) {
            KeyFiles.Keys keys = settings.keys().get().read();
            builder.setCertificateIdentityProvider(new SingleCertificateProvider(keys.key(), keys.chain()))
                    .setAdvancedCertificateVerifier(StaticNewAdvancedCertificateVerifier.builder()
                            .setTrustedCertificates(keys.trusted())
                            .build());
        }
        return new DTLSConnector(builder.build());
    }

    private void take(Response response, Listener listener) {
        if (!response.isSuccess()) {
            listener.lost(this, Trouble.lasting("answers " + response.getCode() + ": " + settings.uri()));
        } else if (!response.getOptions().hasObserve()) {
            listener.lost(this, Trouble.lasting("does not let itself be observed: " + settings.uri()));
        } else {
            listener.notified(this, response);
        }
    }

    private Trouble sending(Throwable error) {
        if (error instanceof DtlsHandshakeTimeoutException) {
            return Trouble.passing(
                    "no answer to the handshake: " + settings.uri() + " (gone, or it keeps another key for this node)");
        }
        if (error instanceof HandshakeException) {
            return Trouble.lasting("no secure session with " + settings.uri() + ": " + error.getMessage()
                    + "; check the key or the certificates of both sides");
        }
        return Trouble.passing("cannot send to " + settings.uri() + ": " + error.getMessage());
    }

    /** Asks the device again, under the same token. */
    void refresh() {
        if (!relation.isCanceled()) {
            relation.reregister();
        }
    }

    @Override
    public void close() {
        relation.reactiveCancel();
        client.shutdown();
        endpoint.destroy();
    }
}
