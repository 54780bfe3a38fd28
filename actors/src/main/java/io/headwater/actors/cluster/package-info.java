/** The database put together: actor system settings, sharding, start and coordinated shutdown. */
@NullMarked
package io.headwater.actors.cluster;

import org.jspecify.annotations.NullMarked;
