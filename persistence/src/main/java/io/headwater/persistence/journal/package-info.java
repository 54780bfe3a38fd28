/** The Pekko Persistence journal over a {@link io.headwater.persistence.store.Store}. */
@NullMarked
package io.headwater.persistence.journal;

import org.jspecify.annotations.NullMarked;
