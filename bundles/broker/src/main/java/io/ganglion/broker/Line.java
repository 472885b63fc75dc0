// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.remoting.impl.netty.ActiveMQChannelHandler;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.server.ActiveMQComponent;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.Connection;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last handler of a connection: tells Artemis when it begins, ends, fails, or can be written to again. */
final class Line extends ActiveMQChannelHandler {

    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.broker");

    private final Reporter reporter;

    Line(ChannelGroup group, BufferHandler buffers, ServerConnectionLifeCycleListener listener, Executor failures) {
        this(group, buffers, new Reporter(listener), failures);
    }

    private Line(ChannelGroup group, BufferHandler buffers, Reporter reporter, Executor failures) {
        super(group, buffers, reporter, failures);
        this.reporter = reporter;
    }

    NettyServerConnection open(ActiveMQComponent acceptor, Channel channel, ProtocolManager<?, ?> protocol) {
        NettyServerConnection connection = new NettyServerConnection(Map.of(), channel, reporter, false, false, null);
        reporter.connection = connection;
        reporter.connectionCreated(acceptor, connection, protocol);
        active = true;
        return connection;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        // A cable that was pulled is no news; anything else is a defect of ours.
        if (cause instanceof OutOfMemoryError) {
            LOG.error("connection closed: address={}: {}", context.channel().remoteAddress(), cause.getMessage());
        } else if (!(cause instanceof IOException) && !(cause instanceof DecoderException)) {
            LOG.error("connection closed: address={}", context.channel().remoteAddress(), cause);
        }
        super.exceptionCaught(context, cause);
        context.close();
    }

    /** Passes Artemis' remoting service what happens, and the connection when it may write. */
    private static final class Reporter implements ServerConnectionLifeCycleListener {

        private final ServerConnectionLifeCycleListener remoting;
        private volatile NettyServerConnection connection;

        Reporter(ServerConnectionLifeCycleListener remoting) {
            this.remoting = remoting;
        }

        @Override
        public void connectionCreated(ActiveMQComponent component, Connection created, ProtocolManager protocol) {
            remoting.connectionCreated(component, created, protocol);
        }

        @Override
        public void connectionDestroyed(Object id, boolean failed) {
            remoting.connectionDestroyed(id, failed);
        }

        @Override
        public void connectionException(Object id, ActiveMQException failure) {
            remoting.connectionException(id, failure);
        }

        @Override
        public void connectionReadyForWrites(Object id, boolean ready) {
            connection.fireReady(ready);
            remoting.connectionReadyForWrites(id, ready);
        }
    }
}
