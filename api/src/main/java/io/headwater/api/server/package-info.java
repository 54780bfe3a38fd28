/**
 * The program put together: settings, construction by hand in one method, start and stop.
 *
 * <p>Start with {@link HeadwaterServer}. Nothing but the command line and tests depends on it.
 */
@NullMarked
package io.headwater.api.server;

import org.jspecify.annotations.NullMarked;
