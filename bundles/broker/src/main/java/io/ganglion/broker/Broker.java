// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.ganglion.api.flow.Intake;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTConnection;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.server.impl.ServiceRegistryImpl;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBindingPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/** The broker, running. Made by {@link #start}, ended by {@link #close}. Thread-safe. */
final class Broker implements AutoCloseable {

    private static final int EVENT_LOOPS = 2;
    private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(3);
    /** Pages of 8 KiB in chunks of 1 MiB: netty's own chunk of 4 MiB is half of what the edge can spare. */
    private static final int CHUNK_ORDER = 7;

    private final Settings settings;
    private final Meters meters = new Meters();
    private final Credentials credentials;
    private final Door door;
    private final EventLoopGroup loops = new NioEventLoopGroup(EVENT_LOOPS, new DefaultThreadFactory("mqtt", true));
    private final List<MqttAcceptor> acceptors = new ArrayList<>();
    private ActiveMQServer server;
    private LocalOutlet outlet;

    private Broker(Settings settings, Supplier<Intake> intake, Clock clock) {
        this.settings = settings;
        Topics topics = new Topics(settings.site());
        credentials = new Credentials(settings.credentials());
        door = new Door(
                topics,
                settings.limits(),
                intake,
                new Subscribers(this::bindings),
                new ExactlyOnce(),
                meters,
                this::sessionFilters,
                clock);
    }

    /**
     * Binds its ports, then starts Artemis; returns when clients can connect.
     *
     * @param intake gives the pipeline's door, or null while there is none
     * @throws IOException where a port is taken, or the journal does not open
     */
    static Broker start(Settings settings, Supplier<Intake> intake, Clock clock) throws IOException {
        Broker broker = new Broker(settings, intake, clock);
        try {
            broker.bind();
            broker.startArtemis();
            return broker;
        } catch (Exception e) {
            broker.close();
            throw e instanceof IOException io ? io : new IOException("broker does not start: " + e.getMessage(), e);
        }
    }

    private void bind() throws IOException {
        var buffers = new PooledByteBufAllocator(true, 0, EVENT_LOOPS, 8_192, CHUNK_ORDER, 64, 16, true);
        acceptors.add(new MqttAcceptor(
                "mqtt",
                door,
                new InetSocketAddress(settings.host(), settings.port()),
                Optional.empty(),
                loops,
                buffers));
        if (settings.tls().isPresent()) {
            Settings.Tls tls = settings.tls().get();
            acceptors.add(new MqttAcceptor(
                    "mqtts",
                    door,
                    new InetSocketAddress(settings.host(), tls.port()),
                    Optional.of(new Tls(tls)),
                    loops,
                    buffers));
        }
    }

    private void startArtemis() throws Exception {
        ServiceRegistryImpl registry = new ServiceRegistryImpl();
        Security security = new Security(credentials, new Throttle(door.clock()), door.topics(), meters);
        var configuration = Artemis.configuration(
                settings, acceptors.stream().map(MqttAcceptor::getName).toList());
        server = new ActiveMQServerImpl(configuration, null, security, null, registry);
        for (MqttAcceptor acceptor : acceptors) {
            registry.addAcceptorFactory(
                    acceptor.getName(),
                    (name, cluster, parameters, handler, listener, threads, scheduled, protocols, group, metrics) ->
                            acceptor.wire(server, handler, listener, threads, protocols));
        }
        server.addProtocolManagerFactory(new MqttProtocol(settings.limits()));
        server.registerBrokerPlugin(new Changes(door.subscribers()));
        server.start();
        if (!server.waitForActivation(1, TimeUnit.MINUTES)) {
            throw new IOException("the journal does not open: " + settings.folder());
        }
        if (!acceptors.stream().allMatch(MqttAcceptor::isStarted)) {
            throw new IOException("Artemis did not come up, see the log: " + settings.folder());
        }
        outlet = new LocalOutlet(door.subscribers(), new Depot(server));
    }

    /** Tells {@link Subscribers} that a queue was bound to a topic filter, or is no more. */
    private record Changes(Subscribers subscribers) implements ActiveMQServerBindingPlugin {
        @Override
        public void afterAddBinding(Binding binding) {
            subscribers.changed();
        }

        @Override
        public void afterRemoveBinding(Binding binding, Transaction transaction, boolean deleteData) {
            subscribers.changed();
        }
    }

    private Stream<QueueBinding> queues() {
        return server.getPostOffice()
                .getAllBindings()
                .filter(QueueBinding.class::isInstance)
                .map(QueueBinding.class::cast);
    }

    private Subscribers.Bindings bindings() {
        List<Subscribers.Bound> bound = new ArrayList<>();
        Set<String> retained = new HashSet<>();
        queues().forEach(binding -> {
            String address = binding.getAddress().toString();
            if (address.startsWith(door.topics().root())) {
                bound.add(new Subscribers.Bound(
                        address, binding.getQueue(), mailbox(binding.getQueue().getName(), address)));
            } else if (address.startsWith(MQTTUtil.MQTT_RETAIN_ADDRESS_PREFIX)) {
                retained.add(address.substring(MQTTUtil.MQTT_RETAIN_ADDRESS_PREFIX.length()));
            }
        });
        return new Subscribers.Bindings(bound, retained);
    }

    /** Of the client that a queue is named after, as Artemis knows it: whoever took a session over has it. */
    private Optional<Mailbox> mailbox(SimpleString queue, String filter) {
        String client = queue.toString().substring(0, Math.max(0, queue.length() - filter.length() - 1));
        MQTTConnection connection = states().getConnectedClient(client);
        return connection != null && connection.getTransportConnection() instanceof NettyServerConnection netty
                ? Mailbox.of(netty.getChannel())
                : Optional.empty();
    }

    private MQTTStateManager states() {
        try {
            return MQTTStateManager.getInstance(server);
        } catch (Exception e) {
            throw new IllegalStateException("sessions cannot be read: " + e.getMessage(), e);
        }
    }

    private List<String> sessionFilters(String clientId) {
        MQTTSessionState state = states().getSessionStates().get(clientId);
        return state == null
                ? List.of()
                : state.getSubscriptions().stream()
                        .map(MqttTopicSubscription::topicFilter)
                        .toList();
    }

    int port() {
        return acceptors.get(0).getActualPort();
    }

    int tlsPort() {
        return acceptors.get(1).getActualPort();
    }

    int connections() {
        return acceptors.stream().mapToInt(MqttAcceptor::connectionCount).sum();
    }

    Meters meters() {
        return meters;
    }

    Subscribers subscribers() {
        return door.subscribers();
    }

    /** Where the node publishes. */
    LocalOutlet outlet() {
        return outlet;
    }

    ActiveMQServer server() {
        return server;
    }

    /** Why logins do not work; empty where they do. */
    String loginTrouble() {
        return credentials.trouble();
    }

    /** Whether nobody may log in, because others can read the credentials. */
    boolean isLocked() {
        return credentials.isExposed();
    }

    /** Whether the disk is too full to store messages. */
    boolean isDiskFull() {
        return server.getPagingManager().isDiskFull();
    }

    /** Messages that left the queue of an absent or slow session because newer ones came. */
    long dropped() {
        return queues().filter(binding -> binding.getAddress()
                                .toString()
                                .startsWith(door.topics().root()))
                        .mapToLong(binding -> binding.getQueue().getMessagesReplaced())
                        .sum()
                + acceptors.stream().mapToLong(MqttAcceptor::dropped).sum();
    }

    Optional<Queue> queue(String name) {
        return Optional.ofNullable(server.locateQueue(SimpleString.of(name)));
    }

    /** Artemis parks the sessions of closed connections by threads of its own; the journal must outlive them. */
    private void awaitGoodbyes() throws InterruptedException {
        if (!server.isActive()) {
            return;
        }
        MQTTStateManager states = states();
        long patience = System.nanoTime() + GOODBYE_NANOS;
        while (!states.getConnectedClients().isEmpty() && System.nanoTime() < patience) {
            Thread.sleep(5);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            acceptors.forEach(MqttAcceptor::stop);
            if (server != null) {
                awaitGoodbyes();
                server.stop();
            }
        } catch (Exception e) {
            throw new IOException("broker does not stop cleanly: " + e.getMessage(), e);
        } finally {
            loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
