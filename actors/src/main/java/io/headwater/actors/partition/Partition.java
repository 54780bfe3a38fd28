package io.headwater.actors.partition;

/** The protocol of a partition. */
public interface Partition {}
