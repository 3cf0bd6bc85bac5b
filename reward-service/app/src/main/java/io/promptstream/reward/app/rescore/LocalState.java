package io.promptstream.reward.app.rescore;

import io.promptstream.event.TaskOutput;
import io.promptstream.reward.app.aggregate.StoredRounds;
import io.promptstream.reward.app.score.StoredQueries;
import io.promptstream.reward.app.streams.BoundedRocksDb;
import io.promptstream.reward.app.streams.DeadlineIndex;
import io.promptstream.reward.rescoring.RescoringFold;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** What a rescoring keeps while it is at work: a folder that is deleted behind it, and little memory. */
final class LocalState implements AutoCloseable {
    private static final long WRITE_BUFFER_BYTES = 4L << 20;
    private static final int BLOOM_BITS = 10;

    static {
        RocksDB.loadLibrary();
    }

    private final Path folder;
    private final Cache cache;
    private final BloomFilter bloom = new BloomFilter(BLOOM_BITS);
    private final Options options;
    private final WriteOptions writes = new WriteOptions().setDisableWAL(true);
    private final RocksDB database;

    /**
     * Begins with nothing.
     *
     * @param folder emptied first
     * @param cacheBytes memory of the block cache
     */
    LocalState(Path folder, long cacheBytes) {
        this.folder = folder;
        deleteRecursively(folder);
        this.cache = BoundedRocksDb.cache(cacheBytes);
        this.options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(bloom));
        try {
            Files.createDirectories(folder);
            this.database = RocksDB.open(options, folder.toString());
        } catch (RocksDBException e) {
            throw new IllegalStateException("Cannot keep local state in " + folder, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create " + folder, e);
        }
    }

    /**
     * The stores of a rescoring.
     *
     * @param outputs reads an output as it came
     */
    RescoringFold.Stores stores(Function<byte[], TaskOutput> outputs) {
        return new RescoringFold.Stores(
                new StoredQueries(store(0), store(1), store(2), outputs),
                new DeadlineIndex(store(3)),
                new StoredRounds(store(4)),
                new DeadlineIndex(store(5)));
    }

    private KeyValueStore<Bytes, byte[]> store(int number) {
        return new RocksDbStore(database, writes, number);
    }

    @Override
    public void close() {
        database.close();
        writes.close();
        options.close();
        bloom.close();
        cache.close();
        deleteRecursively(folder);
    }

    /** Deletes a folder, if it is there. */
    static void deleteRecursively(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + folder, e);
        }
    }
}
