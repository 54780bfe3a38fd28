package io.headwater.actors.expression;

/** A condition on an item. */
public interface Condition {}
