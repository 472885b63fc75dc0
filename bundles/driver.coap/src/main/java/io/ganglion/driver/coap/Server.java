// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import io.ganglion.api.flow.Intake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;

/** Both doors, open. Two threads carry them, {@code ganglion-coap}; one more reads each socket. */
final class Server implements AutoCloseable {

    private final ScheduledThreadPoolExecutor threads = Threads.named("ganglion-coap", 2);
    private final List<CoapEndpoint> doors = new ArrayList<>();
    private final List<Crowd> crowds = new ArrayList<>();
    private final ServerSettings settings;
    private final Clock clock;
    private final Logins logins;
    private final Reception reception;
    private Optional<DTLSConnector> connector = Optional.empty();

    private Server(ServerSettings settings, Intake intake, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.logins = new Logins(settings.credentials());
        Callers callers = new Callers(logins, settings.gateways(), clock);
        this.reception = new Reception(settings, intake, clock, threads, callers, this::end);
    }

    /** @throws IOException where a port is taken or the keys cannot be read; says which. Nothing stays open then */
    static Server open(ServerSettings settings, Intake intake, Clock clock) throws IOException {
        Server server = new Server(settings, intake, clock);
        try {
            Configuration tuned = Tuning.server(settings.limits());
            if (settings.plain().isPresent()) {
                server.open(new CoapEndpoint.Builder()
                        .setConfiguration(tuned)
                        .setInetSocketAddress(settings.plain().get()));
            }
            if (settings.secure().isPresent()) {
                DTLSConnector dtls = server.secure(tuned, settings.secure().get());
                server.connector = Optional.of(dtls);
                server.open(new CoapEndpoint.Builder().setConfiguration(tuned).setConnector(dtls));
            }
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private DTLSConnector secure(Configuration tuned, InetSocketAddress address) throws IOException {
        DtlsConnectorConfig.Builder builder = DtlsConnectorConfig.builder(tuned)
                .setAddress(address)
                .setAdvancedPskStore(new SharedKeys(logins))
                .set(
                        DtlsConfig.DTLS_CIPHER_SUITES,
                        Tuning.suites(true, settings.keys().isPresent()));
        if (settings.keys().isPresent()) {
            KeyFiles.Keys keys = settings.keys().get().read();
            builder.setCertificateIdentityProvider(new SingleCertificateProvider(keys.key(), keys.chain()))
                    .setAdvancedCertificateVerifier(StaticNewAdvancedCertificateVerifier.builder()
                            .setTrustedCertificates(keys.trusted())
                            .build());
        }
        return new DTLSConnector(builder.build());
    }

    private void open(CoapEndpoint.Builder builder) throws IOException {
        CoapEndpoint door = builder.build();
        Crowd crowd = new Crowd(settings.limits().peers(), clock);
        door.addInterceptor(crowd);
        door.setMessageDeliverer(reception);
        door.setExecutors(threads, threads);
        doors.add(door);
        crowds.add(crowd);
        try {
            door.start();
        } catch (IOException e) {
            throw new IOException("cannot listen on " + door.getUri() + ": " + e.getMessage(), e);
        }
    }

    private void end(Principal principal) {
        if (principal != null) {
            connector.ifPresent(dtls -> dtls.startDropConnectionsForPrincipal(principal));
        }
    }

    /** The doors' addresses, for example {@code coap://127.0.0.1:5683}. */
    List<String> addresses() {
        return doors.stream().map(door -> door.getUri().toString()).toList();
    }

    /** Why somebody who is listed may not get in; empty where all is well. */
    String loginTrouble() {
        return connector.isPresent() ? logins.trouble() : "";
    }

    boolean isLonely() {
        return connector.isPresent() && settings.keys().isEmpty() && logins.size() == 0;
    }

    long turnedAway() {
        return crowds.stream().mapToLong(Crowd::turnedAway).sum();
    }

    Reception reception() {
        return reception;
    }

    @Override
    public void close() {
        doors.forEach(CoapEndpoint::destroy);
        threads.shutdownNow();
    }
}
