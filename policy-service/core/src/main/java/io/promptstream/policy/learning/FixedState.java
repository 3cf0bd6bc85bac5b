package io.promptstream.policy.learning;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What changes while a {@link FixedPolicy} learns, and its bytes. Format {@code fixed/1}, big-endian: seed, prompts (as
 * text), random state, then number and sum of rewards of each prompt.
 */
@SuppressWarnings("ArrayRecordComponent") // mutable by nature, never compared
record FixedState(List<String> prompts, long seed, SplitMix random, long[] counts, double[] sums) {
    static final String FORMAT = "fixed/1";

    static FixedState initial(List<String> prompts, long seed) {
        return new FixedState(prompts, seed, new SplitMix(seed), new long[prompts.size()], new double[prompts.size()]);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IncompatibleStateException if the bytes were made for other prompts or are damaged
     */
    static FixedState read(PolicyState state, List<String> prompts, long seed) throws IncompatibleStateException {
        if (!state.format().equals(FORMAT)) {
            throw new IncompatibleStateException("the state has format %s, not %s".formatted(state.format(), FORMAT));
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state.bytes()))) {
            long madeFor = in.readLong();
            List<String> known = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                known.add(in.readUTF());
            }
            if (!known.equals(prompts.stream().map(StateText::of).toList()) || madeFor != seed) {
                throw new IncompatibleStateException("the state was made for other prompts or another seed");
            }
            FixedState read = new FixedState(
                    prompts, seed, new SplitMix(in.readLong()), new long[known.size()], new double[known.size()]);
            for (int arm = 0; arm < read.counts.length; arm++) {
                read.counts[arm] = in.readLong();
                read.sums[arm] = in.readDouble();
            }
            return read;
        } catch (IOException e) {
            throw new IncompatibleStateException("the state is damaged: " + e);
        }
    }

    PolicyState write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(seed);
            out.writeInt(prompts.size());
            for (String prompt : prompts) {
                out.writeUTF(StateText.of(prompt));
            }
            out.writeLong(random.state());
            for (int arm = 0; arm < counts.length; arm++) {
                out.writeLong(counts[arm]);
                out.writeDouble(sums[arm]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PolicyState(FORMAT, bytes.toByteArray());
    }
}
