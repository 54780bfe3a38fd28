/** What the build does to the runnable jar; nothing here runs in a server. */
@NullMarked
package io.headwater.api.packaging;

import org.jspecify.annotations.NullMarked;
