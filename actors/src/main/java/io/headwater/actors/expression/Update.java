package io.headwater.actors.expression;

/** What an update expression does to an item. */
public interface Update {}
