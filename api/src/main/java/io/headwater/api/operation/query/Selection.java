package io.headwater.api.operation.query;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;

/** What of the items found a Query or Scan answers, as its Select says. */
enum Selection {
  /** All of an item; what an index lacks is fetched. */
  ALL_ATTRIBUTES,
  /** What an index has. */
  ALL_PROJECTED_ATTRIBUTES,
  /** What the projection names; what an index lacks of it is fetched. */
  SPECIFIC_ATTRIBUTES,
  /** Only how many there are. */
  COUNT;

  /**
   * Reads Select and checks it against projection and index (query reference §4).
   *
   * @throws DynamoDbException a ValidationException
   */
  static Selection of(Structure request, Wording wording) {
    String select = request.text("Select");
    String list = listName(request);
    boolean hasProjection = request.has(list);
    if (select == null) {
      return hasProjection
          ? SPECIFIC_ATTRIBUTES
          : request.has("IndexName") ? ALL_PROJECTED_ATTRIBUTES : ALL_ATTRIBUTES;
    }
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
            yield hasProjection ? refused(list, select) : "";
          }
          case "COUNT" -> hasProjection ? refused(list, "only the Count") : "";
          default -> hasProjection ? refused(list, select) : "";
        };
    if (!fault.isEmpty()) {
      throw wording.worded(DynamoDbException.validation(fault));
    }
    return valueOf(select);
  }

  /** The parameter that a request lists attributes in, or would by default. */
  private static String listName(Structure request) {
    return request.has("AttributesToGet") ? "AttributesToGet" : "ProjectionExpression";
  }

  private static String refused(String list, String select) {
    return "Cannot specify the " + list + " when choosing to get " + select;
  }
}
