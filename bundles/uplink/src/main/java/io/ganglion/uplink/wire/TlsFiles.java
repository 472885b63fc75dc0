// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Trust and identity of a TLS connection, all PEM.
 *
 * @param authorities who may have signed the broker's certificate; empty for those of the JVM
 * @param certificate ours with its chain; empty for none
 * @param key its private key (PKCS#8, not encrypted), owner-only
 */
public record TlsFiles(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    public TlsFiles {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("certificate_file and key_file come together: certificate_file="
                    + certificate.orElse(null) + " key_file=" + key.orElse(null));
        }
    }

    SSLContext context() throws IOException {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities.isPresent() ? trusted(authorities.get()) : null);
            KeyManagerFactory identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            identity.init(identity(), new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the TLS files do not fit: " + e.getMessage(), e);
        }
    }

    private static KeyStore trusted(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        int number = 0;
        for (Certificate authority : chain("ca_file", file)) {
            store.setCertificateEntry("ca-" + number++, authority);
        }
        return store;
    }

    private KeyStore identity() throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        if (certificate.isPresent()) {
            Certificate[] chain = chain("certificate_file", certificate.get());
            Expiry own = Expiry.of("this client's own certificate", (X509Certificate) chain[0]);
            if (!Instant.now().isBefore(own.end())) {
                throw new IOException(own.whose() + " expired on " + own.end() + "; renew " + certificate.get());
            }
            byte[] der = der(key.orElseThrow());
            store.setKeyEntry(
                    "client",
                    KeyFactory.getInstance(chain[0].getPublicKey().getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(der)),
                    new char[0],
                    chain);
        }
        return store;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate[] chain(String setting, Path file) throws IOException, GeneralSecurityException {
        Certificate[] all = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(SecretFile.read(setting, file)))
                .toArray(new Certificate[0]);
        if (all.length == 0) {
            throw new IOException(setting + " holds no certificate (PEM): " + file);
        }
        return all;
    }

    private static byte[] der(Path file) throws IOException {
        Matcher pem = KEY.matcher(new String(SecretFile.readSecret("key_file", file), US_ASCII));
        if (!pem.find()) {
            throw new IOException(
                    "key_file holds no plain PKCS#8 key; convert it with: openssl pkcs8 -topk8 -nocrypt -in " + file);
        }
        return Base64.getMimeDecoder().decode(pem.group(1));
    }
}
