/**
 * What web pages can do to a server through a real browser.
 *
 * <p>Start with {@link BrowserCheck}.
 */
@NullMarked
package io.headwater.loadtests.browser;

import org.jspecify.annotations.NullMarked;
