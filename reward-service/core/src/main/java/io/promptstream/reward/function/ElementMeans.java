package io.promptstream.reward.function;

import java.util.List;
import java.util.stream.IntStream;

/** Means over the answers to one prompt, number by number: of label scores and of gradients. */
public final class ElementMeans {
    private ElementMeans() {}

    /**
     * Means in the order of the answers; equal answers in equal order give equal means, bit for bit.
     *
     * @param rows numbers of each answer; answers without any are left out
     * @return none where no answer has numbers, or the answers do not have as many
     */
    public static List<Float> of(List<List<Float>> rows) {
        List<List<Float>> known = rows.stream().filter(one -> !one.isEmpty()).toList();
        int size = known.isEmpty() ? 0 : known.getFirst().size();
        if (!known.stream().allMatch(one -> one.size() == size)) {
            return List.of();
        }
        return IntStream.range(0, size)
                .mapToObj(at -> (float)
                        known.stream().mapToDouble(one -> one.get(at)).average().orElseThrow())
                .toList();
    }
}
