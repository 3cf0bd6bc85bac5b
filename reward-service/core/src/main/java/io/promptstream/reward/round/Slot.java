package io.promptstream.reward.round;

import org.jspecify.annotations.Nullable;

/** What is known of one prompt on one query. */
enum Slot {
    MISSING(0),
    FAILED(1),
    REWARDED(2),
    CORRECT(3),
    INCORRECT(4);

    private final int code;

    Slot(int code) {
        this.code = code;
    }

    /** What stands for the slot in the state's format. */
    int code() {
        return code;
    }

    static Slot ofCode(int code) {
        return switch (code) {
            case 0 -> MISSING;
            case 1 -> FAILED;
            case 2 -> REWARDED;
            case 3 -> CORRECT;
            case 4 -> INCORRECT;
            default ->
                throw new IllegalStateException("The state has a slot " + code + ", which this version does not know");
        };
    }

    static Slot of(RoundEvent.Rewarded event) {
        if (event.value() == null) {
            return FAILED;
        }
        Boolean correct = event.correct();
        return correct == null ? REWARDED : correct ? CORRECT : INCORRECT;
    }

    boolean hasValue() {
        return this != MISSING && this != FAILED;
    }

    @Nullable Boolean correct() {
        return switch (this) {
            case CORRECT -> true;
            case INCORRECT -> false;
            case MISSING, FAILED, REWARDED -> null;
        };
    }
}
