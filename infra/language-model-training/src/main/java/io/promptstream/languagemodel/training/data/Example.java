package io.promptstream.languagemodel.training.data;

/** One sequence to learn from. Holds the array it is given. */
public final class Example {

    /** What {@link #labelWordAt} says of a sequence without a label word. */
    public static final int NO_LABEL_WORD = -1;

    private final int[] ids;
    private final int labelWordAt;

    /** @param labelWordAt index of the label word in {@code ids}, or {@link #NO_LABEL_WORD} */
    public Example(int[] ids, int labelWordAt) {
        this.ids = ids;
        this.labelWordAt = labelWordAt;
    }

    public int[] ids() {
        return ids;
    }

    public int length() {
        return ids.length;
    }

    int labelWordAt() {
        return labelWordAt;
    }
}
