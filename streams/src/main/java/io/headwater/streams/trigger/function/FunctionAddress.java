package io.headwater.streams.trigger.function;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The address that a call of a URL function connects to. Link-local addresses are refused: in a
 * cloud, 169.254.169.254 gives out the machine's credentials.
 *
 * <p>A name is resolved once for each connection and the checked address is the one connected to,
 * so that a name which resolves differently the next time changes nothing.
 */
final class FunctionAddress {
  private static final int IPV4_OFFSET = 12;

  /** The prefix of IPv6 addresses that a NAT64 gateway translates to IPv4 (RFC 6052). */
  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  private static final byte[] IPV4_COMPATIBLE = new byte[IPV4_OFFSET];

  private FunctionAddress() {}

  /**
   * Resolves a host.
   *
   * @throws UnknownHostException if it has no address, or if the first one is link-local
   */
  static InetSocketAddress resolve(String host, int port) throws UnknownHostException {
    InetAddress address = InetAddress.getByName(host);
    if (isLinkLocal(address)) {
      throw new UnknownHostException(
          host + " has the link-local address " + address.getHostAddress());
    }
    return new InetSocketAddress(address, port);
  }

  /** Reports whether a URL's host is a link-local address as it is written. */
  static boolean isLinkLocalLiteral(String host) {
    try {
      return isLinkLocal(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return false; // A name, which is resolved for each connection.
    }
  }

  static boolean isLinkLocal(InetAddress address) {
    return address.isLinkLocalAddress()
        || (address instanceof Inet6Address && isLinkLocal(address.getAddress()));
  }

  /** Looks at the IPv4 address in an IPv6 one. Java maps ::ffff:0:0/96 to IPv4 by itself. */
  private static boolean isLinkLocal(byte[] ipv6) {
    byte[] prefix = Arrays.copyOf(ipv6, IPV4_OFFSET);
    if (!Arrays.equals(prefix, NAT64) && !Arrays.equals(prefix, IPV4_COMPATIBLE)) {
      return false;
    }
    byte[] ipv4 = Arrays.copyOfRange(ipv6, IPV4_OFFSET, ipv6.length);
    try {
      return Inet4Address.getByAddress(ipv4).isLinkLocalAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // Four bytes are an address.
    }
  }
}
