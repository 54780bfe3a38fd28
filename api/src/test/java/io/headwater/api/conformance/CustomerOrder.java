package io.headwater.api.conformance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import software.amazon.awssdk.enhanced.dynamodb.extensions.annotations.DynamoDbAtomicCounter;
import software.amazon.awssdk.enhanced.dynamodb.extensions.annotations.DynamoDbVersionAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondaryPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondarySortKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;

/**
 * An item as users of the SDK's enhanced client write it: a bean whose table has a global and a
 * local secondary index. The client fills it, so every property may be null before.
 */
@DynamoDbBean
@NullUnmarked
public final class CustomerOrder {
  /** The global secondary index, by state and day. */
  static final String BY_STATE = "by-state";

  /** The local secondary index, by customer and day. */
  static final String BY_DAY = "by-day";

  private String customer;
  private Integer number;
  private String state;
  private String day;
  private Long total;
  private Set<String> tags;
  private List<String> lines;
  private Map<String, String> address;
  private Long version;
  private Long changes;

  static CustomerOrder of(String customer, int number, String state, String day) {
    var order = new CustomerOrder();
    order.setCustomer(customer);
    order.setNumber(number);
    order.setState(state);
    order.setDay(day);
    return order;
  }

  @DynamoDbPartitionKey
  public String getCustomer() {
    return customer;
  }

  public void setCustomer(String customer) {
    this.customer = customer;
  }

  @DynamoDbSortKey
  public Integer getNumber() {
    return number;
  }

  public void setNumber(Integer number) {
    this.number = number;
  }

  @DynamoDbSecondaryPartitionKey(indexNames = BY_STATE)
  public String getState() {
    return state;
  }

  public void setState(String state) {
    this.state = state;
  }

  @DynamoDbSecondarySortKey(indexNames = {BY_STATE, BY_DAY})
  public String getDay() {
    return day;
  }

  public void setDay(String day) {
    this.day = day;
  }

  public Long getTotal() {
    return total;
  }

  public void setTotal(Long total) {
    this.total = total;
  }

  public Set<String> getTags() {
    return tags;
  }

  public void setTags(Set<String> tags) {
    this.tags = tags;
  }

  public List<String> getLines() {
    return lines;
  }

  public void setLines(List<String> lines) {
    this.lines = lines;
  }

  public Map<String, String> getAddress() {
    return address;
  }

  public void setAddress(Map<String, String> address) {
    this.address = address;
  }

  /** Optimistic locking. */
  @DynamoDbVersionAttribute
  public Long getVersion() {
    return version;
  }

  public void setVersion(Long version) {
    this.version = version;
  }

  @DynamoDbAtomicCounter(startValue = 1)
  public Long getChanges() {
    return changes;
  }

  public void setChanges(Long changes) {
    this.changes = changes;
  }
}
