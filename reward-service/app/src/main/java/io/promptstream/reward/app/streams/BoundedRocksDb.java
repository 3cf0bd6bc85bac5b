package io.promptstream.reward.app.streams;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/**
 * Keeps RocksDB's memory within bounds: one block cache for all stores instead of 50 MB each, and small write buffers,
 * which the record cache in front makes sufficient. Made by Kafka Streams.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    /** Key under which the shared {@link Cache} travels in the settings. */
    public static final String CACHE_SETTING = "promptstream.rocksdb.cache";

    private static final long WRITE_BUFFER_BYTES = 4L << 20;
    private static final int WRITE_BUFFERS = 2;

    /** A cache to share; loads RocksDB's native code. */
    public static Cache cache(long bytes) {
        RocksDB.loadLibrary();
        return new LRUCache(bytes);
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache((Cache) Objects.requireNonNull(configs.get(CACHE_SETTING), CACHE_SETTING + " is missing"));
        options.setTableFormatConfig(table);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(WRITE_BUFFERS);
    }

    @Override
    public void close(String storeName, Options options) {
        // The cache is shared: whoever made it closes it.
    }
}
