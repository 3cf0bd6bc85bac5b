package io.promptstream.reward.app.rescore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

class RocksDbStoreTest {
    @TempDir
    Path directory;

    @Test
    void storesOfOneDatabaseHaveEntriesOfTheirOwn() throws RocksDBException {
        try (RocksDB database = RocksDB.open(directory.toString());
                WriteOptions options = new WriteOptions()) {
            // Given
            RocksDbStore first = new RocksDbStore(database, options, 0);
            RocksDbStore second = new RocksDbStore(database, options, 1);
            Bytes key = Bytes.wrap(new byte[] {7});
            Bytes other = Bytes.wrap(new byte[] {1, 7});

            // When
            first.put(key, new byte[] {1});
            first.put(other, new byte[] {2});
            second.put(key, new byte[] {3});

            // Then
            assertThat(first.approximateNumEntries()).isEqualTo(2);
            assertThat(second.approximateNumEntries()).isEqualTo(1);
            assertThat(first.delete(key)).containsExactly(1);
            assertThat(first.approximateNumEntries()).isEqualTo(1);
            assertThat(second.get(key)).containsExactly(3);
        }
    }
}
