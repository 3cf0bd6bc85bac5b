package io.promptstream.reward.app.rescore;

/** What metrics of a rescoring's clients are labelled with. */
public final class SideLabels {
    private SideLabels() {}

    /** Whether a client's id or a topic's name holds the id of a rescoring. */
    public static boolean nameARescoring(String label) {
        return label.contains(SideNames.MARK);
    }
}
