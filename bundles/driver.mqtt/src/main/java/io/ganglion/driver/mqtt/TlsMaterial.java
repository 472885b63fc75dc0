// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Where trust and identity of a TLS connection come from.
 *
 * @param caFile PEM with the authorities that may have signed the broker's certificate; empty for those of the JVM
 * @param certificateFile PEM with this client's certificate and its chain; empty for none
 * @param keyFile PEM with its private key (PKCS#8, not encrypted), owner-only
 * @param pkcs12File both in one store instead, owner-only; empty for none
 * @param pkcs12PasswordFile the store's password, owner-only; empty for the empty password
 */
record TlsMaterial(
        Optional<Path> caFile,
        Optional<Path> certificateFile,
        Optional<Path> keyFile,
        Optional<Path> pkcs12File,
        Optional<Path> pkcs12PasswordFile) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    static final TlsMaterial OF_THE_JVM =
            new TlsMaterial(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    TlsMaterial {
        if (certificateFile.isPresent() != keyFile.isPresent()) {
            throw new IllegalArgumentException("certificate_file and key_file come together: certificate_file="
                    + certificateFile.orElse(null) + " key_file=" + keyFile.orElse(null));
        }
        if (certificateFile.isPresent() && pkcs12File.isPresent()) {
            throw new IllegalArgumentException("a client has one identity: certificate_file=" + certificateFile.get()
                    + " pkcs12_file=" + pkcs12File.get());
        }
    }

    /** Reads all files. What is wrong with them is an {@link IOException} that says so. */
    SSLContext context() throws IOException {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(caFile.isPresent() ? authorities(caFile.get()) : null);
            char[] password = password();
            KeyManagerFactory identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            identity.init(identity(password), password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the TLS files do not fit: " + e.getMessage(), e);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore authorities(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        int count = 0;
        for (Certificate authority : certificates("ca_file", file)) {
            store.setCertificateEntry("ca-" + count++, authority);
        }
        return store;
    }

    private static Collection<? extends Certificate> certificates(String setting, Path file)
            throws IOException, GeneralSecurityException {
        byte[] pem = SecretFile.read(setting, file);
        Collection<? extends Certificate> all =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        if (all.isEmpty()) {
            throw new IOException(setting + " holds no certificate (PEM): " + file);
        }
        return all;
    }

    private char[] password() throws IOException {
        if (pkcs12PasswordFile.isEmpty()) {
            return new char[0];
        }
        byte[] secret = SecretFile.readSecret("pkcs12_password_file", pkcs12PasswordFile.get());
        return new String(secret, UTF_8).strip().toCharArray();
    }

    private KeyStore identity(char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        if (pkcs12File.isPresent()) {
            store.load(new ByteArrayInputStream(SecretFile.readSecret("pkcs12_file", pkcs12File.get())), password);
            for (String alias : Collections.list(store.aliases())) {
                requireValid(store.getCertificate(alias), pkcs12File.get());
            }
        } else if (certificateFile.isPresent()) {
            Certificate[] chain =
                    certificates("certificate_file", certificateFile.get()).toArray(new Certificate[0]);
            requireValid(chain[0], certificateFile.get());
            store.setKeyEntry("client", key(keyFile.orElseThrow(), chain[0]), password, chain);
        }
        return store;
    }

    private static void requireValid(Certificate certificate, Path file) throws IOException, GeneralSecurityException {
        if (certificate instanceof X509Certificate own) {
            try {
                own.checkValidity();
            } catch (CertificateExpiredException e) {
                throw new IOException(
                        "this client's own certificate expired on "
                                + own.getNotAfter().toInstant() + "; renew " + file,
                        e);
            }
        }
    }

    private static PrivateKey key(Path file, Certificate certificate) throws IOException, GeneralSecurityException {
        Matcher pem = KEY.matcher(new String(SecretFile.readSecret("key_file", file), US_ASCII));
        if (!pem.find()) {
            throw new IOException(
                    "key_file holds no plain PKCS#8 key; convert it with: openssl pkcs8 -topk8 -nocrypt -in " + file);
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
        return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(der));
    }
}
