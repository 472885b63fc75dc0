// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Where a certificate, its key and the trusted issuers lie.
 *
 * @param keystore PKCS #12
 * @param password a file whose first line opens the keystore
 */
record KeyFiles(Path keystore, Path password) {

    /**
     * What was in them.
     *
     * @param chain own certificate first
     * @param trusted issuers
     */
    record Keys(PrivateKey key, X509Certificate[] chain, X509Certificate[] trusted) {}

    static Optional<KeyFiles> of(String keystore, String password) {
        if (keystore.isBlank() != password.isBlank()) {
            throw new IllegalArgumentException("a keystore and its password file come together: keystore=" + keystore
                    + " password_file=" + password);
        }
        return keystore.isBlank()
                ? Optional.empty()
                : Optional.of(new KeyFiles(Path.of(keystore.strip()), Path.of(password.strip())));
    }

    /** @throws IOException where they cannot be read, do not fit each other, or are open to others; says which */
    Keys read() throws IOException {
        char[] secret = SecretFile.firstLine(password).toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(SecretFile.read(keystore)), secret);
            return keys(store, secret);
        } catch (GeneralSecurityException e) {
            throw new IOException("no keys from " + keystore + ": " + e.getMessage(), e);
        }
    }

    private Keys keys(KeyStore store, char[] secret) throws GeneralSecurityException, IOException {
        List<X509Certificate> trusted = new ArrayList<>();
        Keys found = null;
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias)) {
                trusted.add((X509Certificate) store.getCertificate(alias));
            } else if (store.getKey(alias, secret) instanceof PrivateKey key) {
                List<X509Certificate> chain = new ArrayList<>();
                for (Certificate link : store.getCertificateChain(alias)) {
                    chain.add((X509Certificate) link);
                }
                // Who signed the own certificate is trusted too, as in the broker's keystore.
                trusted.addAll(chain.subList(1, chain.size()));
                found = new Keys(key, chain.toArray(X509Certificate[]::new), new X509Certificate[0]);
            }
        }
        if (found == null || trusted.isEmpty()) {
            throw new IOException(keystore + " must hold a key with its certificate, and a trusted issuer");
        }
        return new Keys(found.key(), found.chain(), trusted.toArray(X509Certificate[]::new));
    }
}
