// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;

/** Artemis, cut down to an edge: one process, no cluster, no console, no JMX, small files and few threads. */
final class Artemis {

    private static final int JOURNAL_FILE_BYTES = 1 << 20;
    private static final int MEMORY_BYTES = 16 << 20;
    private static final int PAGE_BYTES = 1 << 20;
    private static final long PAGED_BYTES_LIMIT = 64 << 20;
    private static final int THREADS = 16;
    /** Where nothing listens; without it Artemis warns of every queue. */
    private static final SimpleString NOWHERE = SimpleString.of("$nowhere");

    private Artemis() {}

    static Configuration configuration(Settings settings, List<String> acceptors) throws Exception {
        Configuration artemis = new Closed()
                .setName("ganglion")
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDatasync(true)
                .setJournalFileSize(JOURNAL_FILE_BYTES)
                .setJournalMinFiles(2)
                .setJournalPoolFiles(4)
                .setJournalDirectory(settings.folder().resolve("journal").toString())
                .setBindingsDirectory(settings.folder().resolve("bindings").toString())
                .setPagingDirectory(settings.folder().resolve("paging").toString())
                .setLargeMessagesDirectory(settings.folder().resolve("large").toString())
                .setGlobalMaxSize(MEMORY_BYTES)
                .setMaxDiskUsage(settings.limits().diskPercent())
                .setDiskScanPeriod(2_000)
                .setJMXManagementEnabled(false)
                .setThreadPoolMaxSize(THREADS)
                .setScheduledThreadPoolMaxSize(1)
                .setResolveProtocols(false)
                .setCriticalAnalyzer(false)
                .setSecurityEnabled(true)
                // The login lives at the connection; a cache would outlive a changed password.
                .setAuthenticationCacheSize(0)
                .setAuthorizationCacheSize(0)
                // Artemis lets this user in with a well-known password unless it gets another.
                .setClusterUser("cluster-" + random())
                .setClusterPassword(random())
                .setMqttSubscriptionPersistenceEnabled(true)
                .setMqttSessionScanInterval(10_000)
                // MQTT's own signs: topics and addresses are the same text, and nothing is lost in translation.
                .setWildCardConfiguration(new WildcardConfiguration()
                        .setDelimiter('/')
                        .setSingleWord('+')
                        .setAnyWords('#'));
        artemis.setMessageExpiryScanPeriod(30_000);
        artemis.addAddressSetting("#", addresses(settings.limits()));
        for (String acceptor : acceptors) {
            artemis.addAcceptorConfiguration(
                    new TransportConfiguration(MqttAcceptor.class.getName(), Map.of("protocols", "MQTT"), acceptor));
        }
        return artemis;
    }

    /** A configuration that system properties named {@code brokerconfig.} cannot change. */
    private static final class Closed extends ConfigurationImpl {
        private static final long serialVersionUID = 1;

        @Override
        public Configuration parseProperties(String file) {
            return this;
        }
    }

    private static AddressSettings addresses(Settings.Limits limits) {
        return new AddressSettings()
                .setAutoCreateAddresses(true)
                .setAutoDeleteAddresses(true)
                .setAutoCreateQueues(true)
                .setAutoDeleteQueues(false)
                // A client that comes and goes without acknowledging has not failed; nothing is given up for it.
                .setMaxDeliveryAttempts(-1)
                .setDeadLetterAddress(NOWHERE)
                .setExpiryAddress(NOWHERE)
                .setDefaultRingSize(limits.queueMessages())
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(MEMORY_BYTES / 2)
                .setPageSizeBytes(PAGE_BYTES)
                .setPageLimitBytes(PAGED_BYTES_LIMIT)
                .setPageFullMessagePolicy(PageFullMessagePolicy.DROP);
    }

    private static String random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
