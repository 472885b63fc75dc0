// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.opcua;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultClientCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.FileBasedCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.FileBasedTrustListManager;
import org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck;

/**
 * Which servers this node believes: those whose certificate, or its issuer's, an operator has put into {@code
 * trusted/certs}. Others end in {@code rejected}, to be looked at. Thread-safe.
 */
final class Trust implements CertificateValidator, Closeable {

    private final FileBasedTrustListManager trusted;
    private final CertificateQuarantine rejected;
    private final CertificateValidator validator;

    /** It was this side that refused, and not the server. */
    static final class Refusal extends CertificateException {
        private static final long serialVersionUID = 1L;

        private Refusal(String message, Throwable cause) {
            super(message, cause);
        }
    }

    Trust(Path folder) throws IOException {
        this.trusted = FileBasedTrustListManager.createAndInitialize(folder);
        this.rejected = FileBasedCertificateQuarantine.create(folder.resolve("rejected"));
        this.validator = new DefaultClientCertificateValidator(
                trusted, Set.of(ValidationCheck.VALIDITY, ValidationCheck.APPLICATION_URI), rejected);
    }

    @Override
    public void validateCertificateChain(List<X509Certificate> chain, String application, String[] hosts)
            throws UaException {
        if (trusted.getTrustedCertificates().isEmpty()) {
            // Milo's path builder knows no answer to an empty list.
            chain.forEach(rejected::addRejectedCertificate);
            throw new UaException(StatusCodes.Bad_CertificateUntrusted, new Refusal("no certificate is trusted", null));
        }
        try {
            validator.validateCertificateChain(chain, application, hosts);
        } catch (UaException e) {
            throw new UaException(e.getStatusCode().getValue(), new Refusal(String.valueOf(e.getMessage()), e));
        }
    }

    @Override
    public void close() throws IOException {
        trusted.close();
    }
}
