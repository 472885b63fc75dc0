// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;

/** The encrypted door's keys. */
final class Tls {

    private final SSLContext context;
    private final boolean clientCertificate;

    /** @throws IOException where the keystore or its password cannot be read, or do not fit each other */
    Tls(Settings.Tls settings) throws IOException {
        clientCertificate = settings.clientCertificate();
        try (InputStream in = Files.newInputStream(settings.keystore())) {
            char[] password = Files.readString(settings.password())
                    .lines()
                    .findFirst()
                    .orElse("")
                    .toCharArray();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(store);
            context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), clientCertificate ? trusted.getTrustManagers() : null, null);
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS from " + settings.keystore() + ": " + e.getMessage(), e);
        }
    }

    SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        engine.setNeedClientAuth(clientCertificate);
        return engine;
    }
}
