package io.promptstream.reward.app.rescore;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/** A store as live scoring has it, without Kafka Streams: the keys of a database that begin with a byte. */
final class RocksDbStore implements KeyValueStore<Bytes, byte[]> {
    private final RocksDB database;
    private final WriteOptions options;
    private final byte number;

    /**
     * A store that shares its database.
     *
     * @param options how is written
     * @param number tells it from the others
     */
    RocksDbStore(RocksDB database, WriteOptions options, int number) {
        this.database = database;
        this.options = options;
        this.number = (byte) number;
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        try {
            return database.get(prefixed(key.get()));
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        try {
            if (value == null) {
                database.delete(options, prefixed(key.get()));
            } else {
                database.put(options, prefixed(key.get()), value);
            }
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        byte[] known = get(key);
        if (known == null) {
            put(key, value);
        }
        return known;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        byte[] known = get(key);
        put(key, null);
        return known;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        return new Entries(
                prefixed(from == null ? new byte[0] : from.get()),
                new byte[] {number},
                to == null ? null : prefixed(to.get()));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return range(null, null);
    }

    @Override
    public <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(P prefix, S serializer) {
        byte[] begin = prefixed(serializer.serialize("", prefix));
        return new Entries(begin, begin, null);
    }

    /** Exact, as it is counted: the database estimates only what all its stores have together. */
    @Override
    public long approximateNumEntries() {
        try (KeyValueIterator<Bytes, byte[]> entries = all()) {
            long number = 0;
            for (; entries.hasNext(); entries.next()) {
                number++;
            }
            return number;
        }
    }

    private byte[] prefixed(byte[] key) {
        byte[] prefixed = new byte[key.length + 1];
        prefixed[0] = number;
        System.arraycopy(key, 0, prefixed, 1, key.length);
        return prefixed;
    }

    private static IllegalStateException failed(RocksDBException e) {
        return new IllegalStateException("The local state cannot be used: " + e.getMessage(), e);
    }

    /** Entries in the order of their keys. */
    private final class Entries implements KeyValueIterator<Bytes, byte[]> {
        private final RocksIterator iterator = database.newIterator();
        private final byte[] prefix;
        private final byte @Nullable [] last;

        Entries(byte[] first, byte[] prefix, byte @Nullable [] last) {
            this.prefix = prefix;
            this.last = last;
            iterator.seek(first);
        }

        @Override
        public boolean hasNext() {
            if (!iterator.isValid()) {
                return false;
            }
            byte[] key = iterator.key();
            return key.length >= prefix.length
                    && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)
                    && (last == null || Arrays.compareUnsigned(key, last) <= 0);
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            Bytes key = peekNextKey();
            KeyValue<Bytes, byte[]> entry = KeyValue.pair(key, iterator.value());
            iterator.next();
            return entry;
        }

        @Override
        public Bytes peekNextKey() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            byte[] key = iterator.key();
            return Bytes.wrap(Arrays.copyOfRange(key, 1, key.length));
        }

        @Override
        public void close() {
            iterator.close();
        }
    }

    @Override
    public String name() {
        return "store-" + number;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
