/**
 * Clients that try to harm a server, next to one that behaves well.
 *
 * <p>Start with {@link AbuseTest}. An {@link Attack} is one way to use up processors, memory or
 * connections; {@link WellBehavedClient} measures what another client notices of it.
 */
@NullMarked
package io.headwater.loadtests.abuse;

import org.jspecify.annotations.NullMarked;
