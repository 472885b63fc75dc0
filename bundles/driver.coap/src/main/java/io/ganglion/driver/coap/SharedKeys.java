// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import java.net.InetSocketAddress;
import javax.crypto.SecretKey;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.PskPublicInformation;
import org.eclipse.californium.scandium.dtls.PskSecretResult;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;

/** The file of shared keys, as Scandium asks for it: for every handshake anew. */
final class SharedKeys implements AdvancedPskStore {

    private final Logins logins;

    SharedKeys(Logins logins) {
        this.logins = logins;
    }

    @Override
    public boolean hasEcdhePskSupported() {
        return true;
    }

    @Override
    public PskSecretResult requestPskSecretResult(
            ConnectionId cid,
            ServerNames serverName,
            PskPublicInformation identity,
            String hmacAlgorithm,
            SecretKey otherSecret,
            byte[] seed,
            boolean useExtendedMasterSecret) {
        SecretKey key = logins.key(identity.getPublicInfoAsString())
                .map(bytes -> SecretUtil.create(bytes, PskSecretResult.ALGORITHM_PSK))
                .orElse(null);
        return new PskSecretResult(cid, identity, key);
    }

    @Override
    public PskPublicInformation getIdentity(InetSocketAddress peer, ServerNames virtualHost) {
        // A server's side is never asked.
        return null;
    }

    @Override
    public void setResultHandler(HandshakeResultHandler resultHandler) {
        // Answers at once.
    }
}
