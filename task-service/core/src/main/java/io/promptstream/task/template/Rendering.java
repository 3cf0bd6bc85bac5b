package io.promptstream.task.template;

import java.util.List;
import java.util.Optional;

/**
 * A prompted input, cut where its prompt begins. Renderings with the same prefix share what the model computes for it.
 *
 * @param prefix what depends on the input only; empty when the prompt comes first
 * @param suffix the rest, beginning with the white space that separates it from the prefix; never empty
 * @param template which ranges of {@link #text()} the operator wrote, in order; only there may special tokens stand
 * @param place of a prompt that is no text, or that a gradient is asked of
 */
public record Rendering(String prefix, String suffix, List<Range> template, Optional<PromptPlace> place) {

    public Rendering {
        if (suffix.isEmpty()) {
            throw new IllegalArgumentException("nothing to read: write an input or a prompt that is not empty");
        }
        template = List.copyOf(template);
    }

    /** Nothing of which the operator wrote. */
    public Rendering(String prefix, String suffix) {
        this(prefix, suffix, List.of(), Optional.empty());
    }

    /** The same with another prefix object of equal text, so that it is in memory once. */
    public Rendering sharing(String equalPrefix) {
        return new Rendering(equalPrefix, suffix, template, place);
    }

    /** The same, whose prompt is seen as embeddings. */
    public Rendering at(PromptPlace prompt) {
        return new Rendering(prefix, suffix, template, Optional.of(prompt));
    }

    /** Characters {@code from} (inclusive) to {@code to} (exclusive). */
    public record Range(int from, int to) {
        /** What of this range is in a part of the text, counted from the part's beginning; empty if nothing is. */
        Range within(int begin, int end) {
            int first = Math.max(from, begin);
            return new Range(first - begin, Math.max(first, Math.min(to, end)) - begin);
        }

        boolean isEmpty() {
            return from >= to;
        }
    }

    /** A piece of the text with those of its ranges that the operator wrote. */
    public record Part(String text, List<Range> template) {
        public Part {
            template = List.copyOf(template);
        }

        /** Its first characters. */
        Part until(int end) {
            return slice(0, end);
        }

        private Part slice(int begin, int end) {
            return new Part(
                    text.substring(begin, end),
                    template.stream()
                            .map(range -> range.within(begin, end))
                            .filter(range -> !range.isEmpty())
                            .toList());
        }
    }

    public Part prefixPart() {
        return whole().slice(0, prefix.length());
    }

    public Part suffixPart() {
        return whole().slice(prefix.length(), prefix.length() + suffix.length());
    }

    private Part whole() {
        return new Part(text(), template);
    }

    /** The whole text, as the model reads it. */
    public String text() {
        return prefix + suffix;
    }
}
