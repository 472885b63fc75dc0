// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for one test. */
final class Authority {
    private static final Duration LIFE = Duration.ofDays(30);

    private final Path folder;
    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private long serial = 1;

    /** PEM files of one certificate and its key. */
    record Issued(Path certificate, Path key, X509Certificate x509, KeyPair keys) {}

    Authority(Path folder, String name) throws GeneralSecurityException, OperatorCreationException, IOException {
        this.folder = folder;
        this.name = new X500Name("CN=" + name);
        this.keys = newKeys();
        this.certificate = sign(this.name, keys, Instant.now().plus(LIFE), true);
        pem("ca-" + name + ".pem", "CERTIFICATE", certificate.getEncoded());
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private X509Certificate sign(X500Name subject, KeyPair subjectKeys, Instant end, boolean authority)
            throws OperatorCreationException, GeneralSecurityException, IOException {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(serial++),
                Date.from(end.minus(LIFE.multipliedBy(2))),
                Date.from(end),
                subject,
                subjectKeys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    Path file() {
        return folder.resolve("ca-" + name.toString().substring(3) + ".pem");
    }

    Issued issue(String subject, Instant end) throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair subjectKeys = newKeys();
        X509Certificate issued = sign(new X500Name("CN=" + subject), subjectKeys, end, false);
        return new Issued(
                pem(subject + ".pem", "CERTIFICATE", issued.getEncoded()),
                pem(subject + ".key", "PRIVATE KEY", subjectKeys.getPrivate().getEncoded()),
                issued,
                subjectKeys);
    }

    private Path pem(String file, String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ownerOnly(Files.writeString(
                folder.resolve(file), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n"));
    }

    static Path ownerOnly(Path file) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
