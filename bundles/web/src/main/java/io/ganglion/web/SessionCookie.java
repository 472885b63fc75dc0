// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import java.util.Optional;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * The cookie that carries a session's token. Its name has the port, because a browser keeps cookies by host alone and two
 * nodes of one machine would log each other's users out. On https it is {@code __Host-}: no other host or path can set it.
 *
 * @param secure whether the browser speaks https although this node does not, because a proxy stands between
 */
record SessionCookie(boolean secure) {

    private static final int TOKEN_LIMIT = 64;

    Optional<String> token(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
            if (cookie.getName().equals(name(request)) && cookie.getValue().length() <= TOKEN_LIMIT) {
                return Optional.of(cookie.getValue());
            }
        }
        return Optional.empty();
    }

    void give(String token, HttpServletRequest request, HttpServletResponse response) {
        response.addHeader("Set-Cookie", line(token, "", request));
    }

    void take(HttpServletRequest request, HttpServletResponse response) {
        response.addHeader("Set-Cookie", line("", "; Max-Age=0", request));
    }

    /** By hand: the servlet API of this container knows no SameSite. */
    private String line(String token, String age, HttpServletRequest request) {
        return name(request) + "=" + token + "; Path=/; HttpOnly; SameSite=Strict" + age
                + (isSecure(request) ? "; Secure" : "");
    }

    private String name(HttpServletRequest request) {
        return (isSecure(request) ? "__Host-" : "") + "ganglion-" + request.getLocalPort();
    }

    private boolean isSecure(HttpServletRequest request) {
        return secure || request.isSecure();
    }
}
