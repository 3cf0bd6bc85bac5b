package io.promptstream.task.model;

/**
 * A prompted input, cut where its prompt begins. Renderings with the same prefix share what the model computes for it.
 *
 * @param prefix what depends on the input only; empty when the prompt comes first
 * @param suffix the rest, beginning with the white space that separates it from the prefix; never empty
 */
public record Rendering(String prefix, String suffix) {

    public Rendering {
        if (suffix.isEmpty()) {
            throw new IllegalArgumentException("nothing to read: write an input or a prompt that is not empty");
        }
    }

    /** The whole text, as the model reads it. */
    public String text() {
        return prefix + suffix;
    }
}
