package io.promptstream.policy.app.tasks;

/** A candidate cannot become its task's policy; the message says why and what to do. */
public final class PromotionRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PromotionRefusedException(String message) {
        super(message);
    }
}
