package io.headwater.api.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Rejects requests that a web page of another site makes a browser send.
 *
 * <p>Two headers show such a request, and pages cannot change either. {@code Origin} names the site
 * that the page came from. {@code Host} names the site that the browser connects to: after DNS
 * rebinding it is the attacker's domain, although the address is this server's. Programs send no
 * Origin, and reach the server by an address or by a name that only the local network resolves. A
 * request whose target names another host than its Host header does not come here: Pekko HTTP
 * answers 400.
 */
final class CrossSiteRule {
  private static final String SCHEME_END = "://";
  private static final int MAX_QUOTED_LENGTH = 100;

  private static final List<String> ALLOWED_HOSTS =
      List.of("localhost", "*.localhost", "host.docker.internal", "*.amazonaws.com");

  private final List<String> allowedHosts;
  private final List<String> allowedOrigins;

  /** The last Host that passed: nearly all requests have the same one. */
  private volatile String lastAllowedHost = "";

  CrossSiteRule(HttpSettings settings) {
    this.allowedHosts =
        Stream.concat(
                Stream.of(settings.host().toLowerCase(Locale.ROOT)),
                settings.allowedHosts().stream())
            .toList();
    this.allowedOrigins = settings.allowedOrigins();
  }

  /** The message of the rejection, which names the setting to change; null for a good request. */
  @Nullable String rejection(HttpRequest request) {
    for (HttpHeader header : request.getHeaders()) {
      if (header.is("host") && !allowsHost(header.value())) {
        return hostRejection(header.value());
      }
      if (header.is("origin") && !allowsOrigin(header.value())) {
        return "The origin %s is not allowed. To allow it, add it to headwater.http.allowed-origins."
            .formatted(quoted(header.value()));
      }
    }
    return null;
  }

  private static String hostRejection(String host) {
    return "The host name %s is not allowed. To allow it, add it to headwater.http.allowed-hosts."
        .formatted(quoted(host));
  }

  boolean allowsHost(String hostAndPort) {
    if (hostAndPort.equals(lastAllowedHost)) {
      return true;
    }
    String host = withoutPort(hostAndPort).toLowerCase(Locale.ROOT);
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    boolean allowed =
        isSingleLabel(host)
            || isAddress(host)
            || matchesAny(ALLOWED_HOSTS, host)
            || matchesAny(allowedHosts, host);
    if (allowed) {
      lastAllowedHost = hostAndPort;
    }
    return allowed;
  }

  /** Allows pages of this machine and of the sites that the settings name. */
  boolean allowsOrigin(String origin) {
    String text = origin.toLowerCase(Locale.ROOT);
    if (allowedOrigins.contains(text)) {
      return true;
    }
    int schemeEnd = text.indexOf(SCHEME_END);
    if (schemeEnd < 0) {
      return false; // "null", which sandboxed pages and files send, or no origin at all.
    }
    String scheme = text.substring(0, schemeEnd);
    String host = withoutPort(text.substring(schemeEnd + SCHEME_END.length()));
    return (scheme.equals("http") || scheme.equals("https")) && isLoopback(host);
  }

  private static boolean isLoopback(String host) {
    if (host.equals("localhost") || host.endsWith(".localhost")) {
      return true;
    }
    return isAddress(host) && literal(host).isLoopbackAddress();
  }

  /** A name without a dot, which no public domain is: a container, or a machine of the network. */
  private static boolean isSingleLabel(String host) {
    return !host.isEmpty() && host.indexOf('.') < 0 && host.indexOf(':') < 0;
  }

  private static boolean isAddress(String host) {
    if (host.isEmpty()) {
      return false;
    }
    char last = host.charAt(host.length() - 1);
    boolean mayBeAddress = last == ']' || (last >= '0' && last <= '9');
    try {
      return mayBeAddress && literal(host) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static InetAddress literal(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host);
  }

  private static boolean matchesAny(List<String> patterns, String host) {
    for (String pattern : patterns) {
      if (pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : host.equals(pattern)) {
        return true;
      }
    }
    return false;
  }

  private static String withoutPort(String hostAndPort) {
    int bracket = hostAndPort.lastIndexOf(']');
    int colon = hostAndPort.indexOf(':', Math.max(bracket, 0));
    return colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
  }

  private static String quoted(String text) {
    return "'"
        + (text.length() <= MAX_QUOTED_LENGTH ? text : text.substring(0, MAX_QUOTED_LENGTH) + "…")
        + "'";
  }
}
