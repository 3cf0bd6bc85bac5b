package io.promptstream.reward.function;

import io.promptstream.event.RewardKind;
import java.util.Locale;

/** What the terms of a sum are called among its components. */
final class ComponentNames {
    private ComponentNames() {}

    /** {@code ROUGE_L} is {@code rougeL}. */
    static String of(RewardKind kind) {
        StringBuilder name = new StringBuilder();
        for (String word : kind.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
