package io.headwater.loadtests.abuse;

import io.headwater.loadtests.client.DynamoDbConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Small puts over large items in a table with old images, many at the same time. */
final class OldImageAttack implements Attack {
  private static final String TABLE = "attacked-images";
  private static final int ITEMS = 200;

  private final AtomicInteger nextItem = new AtomicInteger();

  @Override
  public String title() {
    return "small puts over large items with old images";
  }

  @Override
  public void prepare(InetSocketAddress endpoint) throws IOException {
    try (var connection = DynamoDbConnection.open(endpoint)) {
      AttackRequests.createTable(connection, TABLE, true);
    }
  }

  @Override
  public Attacker open(InetSocketAddress endpoint) throws IOException {
    return new Putter(DynamoDbConnection.open(endpoint));
  }

  private final class Putter implements Attacker {
    private final DynamoDbConnection connection;

    Putter(DynamoDbConnection connection) {
      this.connection = connection;
    }

    @Override
    public void attack() throws IOException {
      String id = "item-" + nextItem.getAndIncrement() % ITEMS;
      connection.call("PutItem", AttackRequests.put(TABLE, id, AttackRequests.LARGE));
      connection.call("PutItem", AttackRequests.put(TABLE, id, 1));
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
