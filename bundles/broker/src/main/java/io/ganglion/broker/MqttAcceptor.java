// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManager;
import org.apache.activemq.artemis.core.remoting.impl.AbstractAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.remoting.server.impl.RemotingServiceImpl;
import org.apache.activemq.artemis.core.security.ActiveMQPrincipal;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.management.NotificationService;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;

/**
 * One port. It speaks MQTT and nothing else: Artemis' own acceptor would also fall for HTTP, and buffer what such a
 * stranger sends. Bound before Artemis starts, so that a taken port is known first; it accepts once Artemis is up.
 */
final class MqttAcceptor extends AbstractAcceptor {

    private final String name;
    private final Door door;
    private final Optional<Tls> tls;
    private final Channel server;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private ActiveMQServer artemis;
    private BufferHandler buffers;
    private ServerConnectionLifeCycleListener listener;
    private Executor failures;
    private volatile boolean started;

    /** @throws IOException where the port is taken or the address is none of this machine's */
    MqttAcceptor(
            String name,
            Door door,
            InetSocketAddress address,
            Optional<Tls> tls,
            EventLoopGroup loops,
            ByteBufAllocator buffers)
            throws IOException {
        super(new ConcurrentHashMap<>());
        this.name = name;
        this.door = door;
        this.tls = tls;
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 256)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, buffers)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connect(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "port " + address.getPort() + " is taken: " + bound.cause().getMessage(), bound.cause());
        }
        server = bound.channel();
    }

    /** What Artemis brings along, told once by its remoting service. */
    MqttAcceptor wire(
            ActiveMQServer broker,
            BufferHandler handler,
            ServerConnectionLifeCycleListener lifeCycle,
            Executor failureExecutor,
            Map<String, ProtocolManager> protocols) {
        artemis = broker;
        buffers = handler;
        listener = lifeCycle;
        failures = failureExecutor;
        protocolMap.putAll(protocols);
        return this;
    }

    private void connect(SocketChannel channel) {
        if (!started || connections.size() >= door.limits().connections()) {
            door.meters().turnedAway.increment();
            channel.close();
            return;
        }
        connections.add(channel);
        MQTTProtocolManager mqtt = (MQTTProtocolManager) (Object) protocolMap.get("MQTT");
        Lane lane = new Lane(door);
        Line line = new Line(connections, buffers, listener, failures);
        tls.ifPresent(t -> channel.pipeline().addLast(new SslHandler(t.engine())));
        channel.pipeline()
                .addLast(lane)
                .addLast(MqttEncoder.INSTANCE)
                .addLast(new MqttDecoder(door.limits().packetBytes()))
                .addLast(new Gate(door, lane))
                .addLast(new InOrder(artemis, mqtt))
                .addLast(line);
        NettyServerConnection connection = line.open(this, channel, mqtt);
        lane.watch(((RemotingServiceImpl) artemis.getRemotingService()).getConnectionEntry(connection.getID()));
    }

    int connectionCount() {
        return connections.size();
    }

    /** Messages that live sessions were too slow for. */
    long dropped() {
        return connections.stream()
                .flatMap(channel -> Mailbox.of(channel).stream())
                .mapToLong(Mailbox::dropped)
                .sum();
    }

    @Override
    public void start() {
        started = true;
        server.config().setAutoRead(true);
    }

    @Override
    public void stop() {
        started = false;
        server.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
    }

    @Override
    public void pause() {
        server.close().awaitUninterruptibly();
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public int getActualPort() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public Map<String, Object> getConfiguration() {
        return Map.of();
    }

    @Override
    public boolean isUnsecurable() {
        return false;
    }

    @Override
    public ClusterConnection getClusterConnection() {
        return null;
    }

    @Override
    public void notifyStop() {}

    @Override
    public void setNotificationService(NotificationService notifications) {}

    @Override
    public void setDefaultActiveMQPrincipal(ActiveMQPrincipal principal) {
        throw new IllegalStateException("nobody is anonymous here");
    }

    @Override
    public void reload() {}
}
