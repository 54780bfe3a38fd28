package io.headwater.actors.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.headwater.actors.index.FeedProgress.Parcel;
import io.headwater.actors.index.IndexChanges.EntryChange;
import io.headwater.actors.model.Bytes;
import io.headwater.persistence.store.RowChange;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedProgressTest {
  private final FeedProgress progress = new FeedProgress(5, List.of("g0", "g1"));

  @Test
  void log_nobodyHasTakenAnything_beginsAtTheStart() {
    progress.known();

    var parcels = progress.parcelsOfLog(List.of(put("g0", 6), put("g1", 7)), 8, false);

    assertThat(progress.fedThrough()).isEqualTo(5);
    assertThat(parcels)
        .extracting(Parcel::indexPartitionId, Parcel::from, Parcel::to)
        .containsExactly(
            tuple("g0", null, SourcePosition.at(8)), tuple("g1", null, SourcePosition.at(8)));
  }

  @Test
  void log_somebodyIsAhead_getsWhatFollowsOnly() {
    stand(SourcePosition.at(6), SourcePosition.at(9));

    var parcels =
        progress.parcelsOfLog(
            List.of(put("g0", 7), put("g1", 8), put("g1", 9), put("g1", 10)), 10, false);

    assertThat(progress.fedThrough()).isEqualTo(6);
    assertThat(parcels).extracting(parcel -> parcel.changes().size()).containsExactly(1, 1);
  }

  @Test
  void log_nothingConcernsSomebody_isToldWhenAllAre() {
    stand(SourcePosition.at(6), SourcePosition.at(6));

    assertThat(progress.parcelsOfLog(List.of(put("g0", 7)), 7, false))
        .extracting(Parcel::indexPartitionId)
        .containsExactly("g0");
    assertThat(progress.parcelsOfLog(List.of(put("g0", 7)), 7, true))
        .extracting(Parcel::indexPartitionId)
        .containsExactly("g0", "g1");
  }

  @Test
  void log_somebodyWasSpared_goesOnFromWhereThatStands() {
    stand(SourcePosition.at(6), SourcePosition.at(6));
    progress.standsAt("g0", SourcePosition.at(7));
    progress.fed(7);

    var parcels = progress.parcelsOfLog(List.of(put("g1", 8)), 8, false);

    assertThat(progress.fedThrough()).isEqualTo(7);
    assertThat(progress.durableThrough()).isEqualTo(6);
    assertThat(parcels).singleElement().extracting(Parcel::from).isEqualTo(SourcePosition.at(6));
  }

  @Test
  void log_nothingNew_isNoParcel() {
    stand(SourcePosition.at(6), SourcePosition.at(6));

    assertThat(progress.parcelsOfLog(List.of(), 6, true)).isEmpty();
  }

  @Test
  void scan_somebodyHasNothing_beginsAtTheBeginning() {
    progress.standsAt("g0", scanning(7));

    assertThat(progress.isScanned()).isFalse();
    assertThat(progress.scannedTo()).isNull();
    // The first is beyond this slice.
    assertThat(progress.parcelsOfScan(List.of(put("g0", 0), put("g1", 0)), key(6)))
        .extracting(Parcel::indexPartitionId)
        .containsExactly("g1");
  }

  @Test
  void scan_interrupted_goesOnFromTheLeast() {
    stand(scanning(7), scanning(3));

    assertThat(progress.scannedTo()).isEqualTo(key(3));
    assertThat(progress.parcelsOfScan(List.of(put("g0", 0)), key(9)))
        .extracting(Parcel::from)
        .containsExactly(scanning(7), scanning(3));
  }

  @Test
  void scan_lastSlice_endsItForThoseWhoStillScan() {
    stand(scanning(7), SourcePosition.at(5));

    assertThat(progress.parcelsOfScan(List.of(), null))
        .containsExactly(new Parcel("g0", scanning(7), SourcePosition.at(5), List.of()));
    stand(SourcePosition.at(5), SourcePosition.at(5));
    assertThat(progress.isScanned()).isTrue();
  }

  private void stand(SourcePosition first, SourcePosition second) {
    progress.standsAt("g0", first);
    progress.standsAt("g1", second);
    progress.known();
  }

  private static SourcePosition scanning(int to) {
    return new SourcePosition(5, key(to));
  }

  private static Bytes key(int last) {
    return Bytes.ofOwned(new byte[] {0x20, (byte) last});
  }

  private static EntryChange put(String indexPartitionId, long commit) {
    byte[] row = {0x32, (byte) commit};
    return new EntryChange(indexPartitionId, commit, RowChange.put(row, row));
  }
}
