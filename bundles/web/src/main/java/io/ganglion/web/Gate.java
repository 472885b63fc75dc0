// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import java.nio.file.Path;
import java.time.Clock;
import javax.servlet.http.HttpServlet;
import org.osgi.service.http.context.ServletContextHelper;

/** The ways in, put together: what the whiteboard gets. */
public final class Gate {

    private final SignIn signIn;

    /** @param secrets the folder of the file of credentials; neither need exist yet */
    public Gate(WebSettings settings, Path secrets, Clock clock) {
        Realm realm = settings.realm().isEmpty()
                ? new FileRealm(new WebCredentials(secrets.resolve(WebCredentials.FILE)))
                : new ContainerRealm(settings.realm(), settings.rolePrincipals(), clock);
        WebDoor door = new WebDoor(realm, clock);
        signIn = new SignIn(
                door, new Sessions(clock, settings, door::stands), new SessionCookie(settings.secureCookie()));
    }

    /** The context where nobody comes without a login. */
    public ServletContextHelper closed() {
        return new WebContext(signIn, true);
    }

    /** The context where everybody comes. */
    public ServletContextHelper open() {
        return new WebContext(signIn, false);
    }

    /** What logs in and out. */
    public HttpServlet session() {
        return new SessionServlet(signIn);
    }
}
