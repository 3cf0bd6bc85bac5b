package io.promptstream.policy.learning;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The prompts that were learned last, to be learned again (PIN, arXiv 2407.14733). A reward is kept as its round standardised
 * it, which says how the prompt compared with others on the same queries; what it is scaled by is the settings' of today.
 */
final class ReplayBuffer {
    private final int capacity;
    private final Deque<Replayed> prompts;

    /** @param capacity the oldest leave when there are more */
    ReplayBuffer(int capacity) {
        this.capacity = capacity;
        this.prompts = new ArrayDeque<>(capacity);
    }

    /**
     * A prompt that was learned.
     *
     * @param reward standardised
     */
    @SuppressWarnings("ArrayRecordComponent") // not changed, never compared
    record Replayed(int[] tokens, double reward) {}

    boolean keepsNothing() {
        return capacity == 0;
    }

    void add(Replayed prompt) {
        if (capacity > 0) {
            if (prompts.size() == capacity) {
                prompts.removeFirst();
            }
            prompts.addLast(prompt);
        }
    }

    /**
     * What a step learns: the prompts of a round, and others drawn uniformly, with repetition; none while there are none.
     *
     * @param count how many are drawn
     */
    List<Replayed> beside(List<Replayed> fresh, int count, long seed) {
        List<Replayed> learned = new ArrayList<>(fresh);
        List<Replayed> all = List.copyOf(prompts);
        SplitMix random = new SplitMix(seed);
        for (int n = 0; n < count && !all.isEmpty(); n++) {
            learned.add(all.get(random.nextInt(all.size())));
        }
        return learned;
    }

    void clear() {
        prompts.clear();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(prompts.size());
        for (Replayed prompt : prompts) {
            for (int token : prompt.tokens()) {
                out.writeInt(token);
            }
            out.writeDouble(prompt.reward());
        }
    }

    /** Adds what {@link #write} wrote of prompts of this length. */
    void read(DataInputStream in, int promptLength) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available() / (promptLength * Integer.BYTES + Double.BYTES)) {
            throw new IOException("there are not %d prompts to replay".formatted(count));
        }
        for (int n = 0; n < count; n++) {
            int[] tokens = new int[promptLength];
            for (int t = 0; t < promptLength; t++) {
                tokens[t] = in.readInt();
            }
            add(new Replayed(tokens, in.readDouble()));
        }
    }
}
