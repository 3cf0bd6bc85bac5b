package io.promptstream.reward.app.aggregate;

import io.promptstream.reward.round.RoundChange;
import io.promptstream.reward.round.RoundFormat;
import io.promptstream.reward.round.RoundPartFormat;
import io.promptstream.reward.round.RoundState;
import io.promptstream.reward.round.RoundStep;
import io.promptstream.reward.round.RoundStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps rounds in a state store, each in parts, so that a reward writes some bytes and not its round; the rounds at work are
 * also kept as objects. Belongs to one processor.
 */
public final class StoredRounds implements RoundStore {
    /** Rounds kept as objects; others are read again from their parts. */
    private static final int MOST_AT_WORK = 64;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, RoundState> atWork = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RoundState> eldest) {
            return size() > MOST_AT_WORK;
        }
    };

    public StoredRounds(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Override
    public @Nullable RoundState find(String id) {
        RoundState known = atWork.get(id);
        if (known == null) {
            known = read(id);
            if (known != null) {
                atWork.put(id, known);
            }
        }
        return known;
    }

    private @Nullable RoundState read(String id) {
        byte[] header = store.get(header(id));
        if (header == null) {
            return null;
        }
        RoundState state = RoundFormat.read(header);
        if (state instanceof RoundState.Open open) {
            forEachPart(id, (part, value) -> RoundPartFormat.read(suffix(part), value, open));
        }
        return state;
    }

    @Override
    public void with(String id, Supplier<RoundStep> work, Consumer<RoundStep> carryOut) {
        boolean kept = false;
        try {
            RoundStep step = work.get();
            carryOut.accept(step);
            keep(id, step);
            kept = true;
        } finally {
            if (!kept) {
                atWork.remove(id);
            }
        }
    }

    private void keep(String id, RoundStep step) {
        RoundState state = step.state();
        if (state == null) {
            delete(id);
            return;
        }
        atWork.put(id, state);
        for (RoundChange change : step.changes()) {
            if (change instanceof RoundChange.Header) {
                store.put(header(id), RoundFormat.write(state));
                if (state instanceof RoundState.Closed) {
                    deleteParts(id);
                }
            } else {
                store.put(part(id, RoundPartFormat.key(change)), RoundPartFormat.write(change));
            }
        }
    }

    @Override
    public void delete(String id) {
        atWork.remove(id);
        store.delete(header(id));
        deleteParts(id);
    }

    private void deleteParts(String id) {
        List<Bytes> doomed = new ArrayList<>();
        forEachPart(id, (key, value) -> doomed.add(Bytes.wrap(key)));
        doomed.forEach(store::delete);
    }

    @FunctionalInterface
    private interface PartReader {
        void read(byte[] key, byte[] value);
    }

    private void forEachPart(String id, PartReader reader) {
        try (KeyValueIterator<Bytes, byte[]> parts = store.prefixScan(prefix(id), new ByteArraySerializer())) {
            parts.forEachRemaining(part -> reader.read(part.key.get(), part.value));
        }
    }

    private static Bytes header(String id) {
        return Bytes.wrap(utf8(id));
    }

    private static Bytes part(String id, byte[] suffix) {
        byte[] prefix = prefix(id);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + suffix.length)
                .put(prefix)
                .put(suffix)
                .array());
    }

    /** Begins the keys of the parts of this round only. */
    private static byte[] prefix(String id) {
        byte[] utf8 = utf8(id);
        return ByteBuffer.allocate(1 + Integer.BYTES + utf8.length)
                .put((byte) 0)
                .putInt(utf8.length)
                .put(utf8)
                .array();
    }

    private static ByteBuffer suffix(byte[] key) {
        ByteBuffer buffer = ByteBuffer.wrap(key);
        buffer.get();
        int length = buffer.getInt();
        return buffer.position(buffer.position() + length);
    }

    private static byte[] utf8(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }
}
