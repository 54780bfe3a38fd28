package io.headwater.api.protocol;

/**
 * An operation of the service model.
 *
 * @param target the value of {@code X-Amz-Target} that names it
 * @param tableNameRule how a bad table name is reported
 */
public record OperationShape(String target, TableNameRule tableNameRule, StructureShape input) {

  /** The order in which the service reports a violated TableName (validation-and-errors §5). */
  public enum TableNameRule {
    /** Together with the other members. */
    JOINED,
    /**
     * Before the other members and alone, an empty one in the newer form. A request that lacks
     * another required member is checked in the older form, and all its violations are joined.
     */
    ITEM,
    /** As {@link #ITEM}; and only the first violation is reported, one in the newer form first. */
    SINGLE,
    /** Before the other members, alone, and with the rules of the operations on tables. */
    MANAGED
  }

  /** The name without the service's prefix, such as {@code PutItem}. */
  public String name() {
    return target.substring(target.indexOf('.') + 1);
  }
}
