// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Artemis' view of logins and roles. It verifies a password once, when a connection says CONNECT, and remembers the
 * login at that connection. Addresses are MQTT topics here, because the broker's wildcards are MQTT's.
 */
final class Security implements ActiveMQSecurityManager5 {

    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.broker");

    private final Credentials credentials;
    private final Throttle throttle;
    private final Topics topics;
    private final Meters meters;

    Security(Credentials credentials, Throttle throttle, Topics topics, Meters meters) {
        this.credentials = credentials;
        this.throttle = throttle;
        this.topics = topics;
        this.meters = meters;
    }

    /** Called by a thread of Artemis, never by the event loop. */
    @Override
    public Subject authenticate(String user, String password, RemotingConnection remoting, String domain) {
        Visitor visitor = visitor(remoting);
        if (visitor == null || user == null || password == null || !user.equals(visitor.user())) {
            return null;
        }
        if (visitor.login() == null) {
            visitor.admit(verify(visitor, user, password).orElse(null));
        }
        return visitor.login() == null ? null : subject(visitor.login());
    }

    private Optional<Login> verify(Visitor visitor, String user, String password) {
        long wait = throttle.waitOf(visitor.address(), user);
        if (wait > 0) {
            return refuse(visitor, user, "too many failures, next try in " + wait + " ms");
        }
        Optional<Login> login = credentials.verify(user, password.getBytes(UTF_8));
        if (login.isEmpty()) {
            throttle.failed(visitor.address(), user);
            return refuse(visitor, user, "wrong user or password");
        }
        throttle.passed(visitor.address(), user);
        if (visitor.willTopic() != null && !login.get().mayPublish(topics, visitor.willTopic())) {
            return refuse(visitor, user, "may not publish its will to " + Text.printable(visitor.willTopic()));
        }
        return login;
    }

    private Optional<Login> refuse(Visitor visitor, String user, String why) {
        meters.failedLogins.increment();
        LOG.warn("login refused: user={} address={}: {}", Text.printable(user), visitor.address(), why);
        return Optional.empty();
    }

    private static Subject subject(Login login) {
        Subject subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(login.user()));
        subject.getPublicCredentials().add(login);
        return subject;
    }

    private static Visitor visitor(RemotingConnection remoting) {
        return remoting != null && remoting.getTransportConnection() instanceof NettyServerConnection netty
                ? netty.getChannel().attr(Visitor.KEY).get()
                : null;
    }

    /** The second line: {@link Gate} has judged the same as MQTT text already. */
    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
        if (subject == null) {
            return false;
        }
        int queue = address.indexOf("::");
        String topic = queue < 0 ? address : address.substring(0, queue);
        for (Login login : subject.getPublicCredentials(Login.class)) {
            boolean allowed =
                    switch (check) {
                        case SEND -> login.mayPublish(topics, topic);
                        case CREATE_ADDRESS, DELETE_ADDRESS -> login.mayPublish(topics, topic)
                                || login.maySubscribe(topics, topic);
                        case CONSUME,
                                CREATE_DURABLE_QUEUE,
                                DELETE_DURABLE_QUEUE,
                                CREATE_NON_DURABLE_QUEUE,
                                DELETE_NON_DURABLE_QUEUE -> login.maySubscribe(topics, topic);
                        default -> false;
                    };
            if (allowed) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean validateUser(String user, String password) {
        return false;
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType check) {
        return false;
    }
}
