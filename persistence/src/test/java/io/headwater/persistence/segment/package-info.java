@NullMarked
package io.headwater.persistence.segment;

import org.jspecify.annotations.NullMarked;
