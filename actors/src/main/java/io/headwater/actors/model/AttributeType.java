package io.headwater.actors.model;

/** DynamoDB's ten attribute types. The constant's name is the wire tag. */
public enum AttributeType {
  S,
  N,
  B,
  BOOL,
  NULL,
  SS,
  NS,
  BS,
  L,
  M
}
