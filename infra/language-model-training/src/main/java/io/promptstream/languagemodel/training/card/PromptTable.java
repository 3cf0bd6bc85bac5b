package io.promptstream.languagemodel.training.card;

import io.promptstream.languagemodel.training.card.PromptSensitivity.Group;
import io.promptstream.languagemodel.training.card.PromptSensitivity.Report;
import java.util.List;
import java.util.Locale;

/** Figures of single prompts beside a model's card. */
public final class PromptTable {
    private PromptTable() {}

    /** Every measured prompt that has a meaning, a line each, tab-separated; the AUC only where there are two labels. */
    public static String write(List<Report> reports) {
        StringBuilder table = new StringBuilder("inputs\tgroup\tprompt\taccuracy\tcalibratedAccuracy\tauc\n");
        for (Report report : reports) {
            int groups = report.groups().size();
            for (Group group : report.groups().subList(groups - 2, groups)) {
                group.prompts()
                        .forEach((prompt, result) -> table.append(String.format(
                                Locale.ROOT,
                                "%s\t%s\t%s\t%.3f\t%.3f\t%s\n",
                                report.file(),
                                group.name(),
                                prompt,
                                result.accuracy(),
                                result.calibratedAccuracy(),
                                result.auc().isPresent()
                                        ? String.format(
                                                Locale.ROOT,
                                                "%.3f",
                                                result.auc().getAsDouble())
                                        : "")));
            }
        }
        return table.toString();
    }
}
