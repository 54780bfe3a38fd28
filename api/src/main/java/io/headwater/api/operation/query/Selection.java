package io.headwater.api.operation.query;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.operation.Wording;
import io.headwater.api.protocol.Structure;

/** What of the items found a Query or Scan answers, as its Select says. */
enum Selection {
  ITEMS,
  /** Only how many there are. */
  COUNT;

  /**
   * Reads Select and checks it against projection and index (query reference §4).
   *
   * @throws DynamoDbException a ValidationException
   */
  static Selection of(Structure request, Wording wording) {
    String select = request.text("Select");
    if (select == null) {
      return ITEMS;
    }
    boolean hasProjection = request.has("ProjectionExpression");
    String fault =
        switch (select) {
          case "SPECIFIC_ATTRIBUTES" ->
              hasProjection
                  ? ""
                  : "Must specify the AttributesToGet or ProjectionExpression when choosing to get"
                      + " SPECIFIC_ATTRIBUTES";
          case "ALL_PROJECTED_ATTRIBUTES" -> {
            if (!request.has("IndexName")) {
              yield "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName";
            }
            yield hasProjection ? noProjectionWith(select) : "";
          }
          case "COUNT" -> hasProjection ? noProjectionWith("only the Count") : "";
          default -> hasProjection ? noProjectionWith(select) : "";
        };
    if (!fault.isEmpty()) {
      throw wording.worded(DynamoDbException.validation(fault));
    }
    return select.equals("COUNT") ? COUNT : ITEMS;
  }

  private static String noProjectionWith(String what) {
    return "Cannot specify the ProjectionExpression when choosing to get " + what;
  }
}
