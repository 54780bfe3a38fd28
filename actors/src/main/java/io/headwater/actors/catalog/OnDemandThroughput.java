package io.headwater.actors.catalog;

import org.jspecify.annotations.Nullable;

/**
 * The most that a table or index in on-demand mode may consume, in request units a second.
 *
 * @param maxReadRequestUnits null: no limit
 * @param maxWriteRequestUnits null: no limit
 */
public record OnDemandThroughput(
    @Nullable Long maxReadRequestUnits, @Nullable Long maxWriteRequestUnits) {
  public static final OnDemandThroughput UNLIMITED = new OnDemandThroughput(null, null);
}
