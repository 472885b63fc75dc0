// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.opcua;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Period;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/**
 * Who this node is to OPC UA servers: a key and a self-signed certificate, made when first asked for and kept. An operator
 * puts the certificate into the trust list of the server.
 *
 * @param file the certificate, DER, to hand to the server's operator
 */
record OwnCertificate(KeyPair keys, X509Certificate certificate, Path file) {

    private static final int KEY_BITS = 2_048;
    private static final Period LIFE = Period.ofYears(10);

    /** Several drivers of a node share one; the first one makes it. */
    static synchronized OwnCertificate of(Path folder, String application) throws IOException {
        Path key = folder.resolve("own.key");
        Path certificate = folder.resolve("own.der");
        try {
            if (!Files.exists(key) || !Files.exists(certificate)) {
                make(folder, key, certificate, application);
            }
            X509Certificate own;
            try (InputStream in = Files.newInputStream(certificate)) {
                own = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            }
            PrivateKey secret =
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(SecretFile.read(key)));
            return new OwnCertificate(new KeyPair(own.getPublicKey(), secret), own, certificate);
        } catch (GeneralSecurityException e) {
            throw new IOException("no key from " + key + ": " + e.getMessage(), e);
        }
    }

    private static void make(Path folder, Path key, Path certificate, String application) throws IOException {
        Files.createDirectories(folder);
        try {
            KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS);
            X509Certificate made = new SelfSignedCertificateBuilder(keys)
                    .setCommonName(application.substring(application.lastIndexOf(':') + 1))
                    .setOrganization("Ganglion")
                    .setApplicationUri(application)
                    .setValidityPeriod(LIFE)
                    .build();
            write(key, keys.getPrivate().getEncoded());
            write(certificate, made.getEncoded());
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            // Milo declares no less.
            throw new IOException("cannot make a certificate in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Path fresh = Files.createTempFile(
                file.getParent(),
                "own",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
