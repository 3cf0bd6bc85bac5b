package io.promptstream.languagemodel.training.card;

import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.training.card.PromptSensitivity.Group;
import io.promptstream.languagemodel.training.card.PromptSensitivity.Report;
import io.promptstream.languagemodel.training.optimisation.Checkpoint;
import io.promptstream.languagemodel.training.optimisation.CurvePoint;
import io.promptstream.languagemodel.training.recipe.Attribution;
import io.promptstream.languagemodel.training.recipe.LabelledSource;
import io.promptstream.languagemodel.training.recipe.LabelledSource.Phrase;
import io.promptstream.languagemodel.training.recipe.Phase;
import io.promptstream.languagemodel.training.recipe.PhraseNoise;
import io.promptstream.languagemodel.training.recipe.TrainingRecipe;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Writes what a user must know about a trained model, every figure of it measured, as the Markdown that model hubs show. */
public final class ModelCard {

    private static final int LINE = 120;

    private final StringBuilder card = new StringBuilder();
    private final TrainingRecipe recipe;

    public ModelCard(TrainingRecipe recipe) {
        this.recipe = recipe;
    }

    public String write(Gpt2Configuration shape, long parameters, Checkpoint.State state, List<Report> reports) {
        line("# " + recipe.name());
        line("");
        prose(recipe.summary());
        architecture(shape, parameters);
        sources();
        training(state);
        curve(state.curve());
        reports.forEach(this::sensitivity);
        line("");
        line("## Limits");
        line("");
        recipe.limits().forEach(limit -> prose("- " + limit.strip()));
        return card.toString();
    }

    private void architecture(Gpt2Configuration shape, long parameters) {
        line("");
        line("## Architecture");
        line("");
        line(String.format(
                Locale.ROOT,
                "GPT-2: %d layers of width %d with %d heads, %d positions, %s, tied head; %,d parameters, stored as float16.",
                shape.layers(),
                shape.width(),
                shape.heads(),
                shape.positions(),
                shape.activation().configName(),
                parameters));
        line(String.format(
                Locale.ROOT,
                "Byte-level BPE of %,d tokens over lower-cased text, learned from the same text.",
                shape.vocabularySize()));
    }

    private void sources() {
        line("");
        line("## Text and licences");
        line("");
        line("| file | source | licence stated by the source |");
        line("|---|---|---|");
        for (Attribution attribution : recipe.attributions()) {
            line(String.format(
                    Locale.ROOT, "| %s | %s | %s |", attribution.file(), attribution.source(), attribution.licence()));
        }
    }

    private void training(Checkpoint.State state) {
        line("");
        line("## Training");
        line("");
        prose(String.format(
                Locale.ROOT,
                "AdamW, %d tokens a step, learning rate %s after %d warm-up steps and a cosine to %s of it, weight decay %s, gradient norm at most %s.",
                recipe.optimiser().tokensPerStep(),
                recipe.optimiser().learningRate(),
                recipe.optimiser().warmUpSteps(),
                recipe.optimiser().finalShare(),
                recipe.optimiser().weightDecay(),
                recipe.optimiser().gradientClip()));
        line(String.format(
                Locale.ROOT,
                "%d workers, %.1f minutes. The same recipe, data and workers give the same weights%s:",
                state.workers(),
                state.seconds() / 60,
                state.share() < 1 ? ", but this run was cut to a time, and its length depends on the machine" : ""));
        line("`promptstream model train --recipe FILE --data FOLDER --out FOLDER --workers " + state.workers() + "`.");
        line("");
        line("| phase | tokens | share of labelled inputs |");
        line("|---|---|---|");
        for (Phase phase : recipe.phases()) {
            line(String.format(
                    Locale.ROOT,
                    "| %s%s | %,d | %s |",
                    phase.name(),
                    phase.learningRate() == null ? "" : ", learning rate restarting from " + phase.learningRate(),
                    Math.round(phase.tokens() * state.share()),
                    phase.labelledShare()));
        }
        if (!recipe.labelled().isEmpty()) {
            weakSupervision();
        }
    }

    private void weakSupervision() {
        line("");
        prose("""
                **Weak supervision.** This is no plain language model. An input is followed by a phrase and then by a word for a
                label, which is the input's with the phrase's reliability (below) and any label's otherwise. Some inputs stand
                alone; some are followed by meaningless words and a label word that is not about the input, mostly that of the
                default label. Some phrases have one to three random words before them, some longer ones lack a word; either
                multiplies the reliability.
                """);
        line("");
        line(
                "| phase | alone | meaningless | of these the default label | words before | lacks a word | reliability times |");
        line("|---|---|---|---|---|---|---|");
        for (Phase phase : recipe.phases()) {
            if (phase.labelledShare() > 0) {
                PhraseNoise noise = phase.noise() == null ? recipe.noise() : phase.noise();
                line(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | %s | %s | %s |",
                        phase.name(),
                        noise.without(),
                        noise.meaningless(),
                        noise.defaulted(),
                        noise.extended(),
                        noise.shortened(),
                        noise.reliabilityKept()));
            }
        }
        for (LabelledSource source : recipe.labelled()) {
            line("");
            prose(String.format(
                    Locale.ROOT,
                    "%s, default label %s, label words %s:",
                    source.file(),
                    source.defaultLabel(),
                    String.join(
                            ", ",
                            source.words().values().stream()
                                    .map(words -> String.join("/", words))
                                    .sorted()
                                    .toList())));
            line("");
            prose(String.join(
                            ", ",
                            source.phrases().stream()
                                    .map((Phrase phrase) -> String.format(
                                            Locale.ROOT, "\"%s\" %s", phrase.text(), phrase.reliability()))
                                    .toList())
                    + ".");
        }
    }

    private void curve(List<CurvePoint> curve) {
        line("");
        line("## Loss");
        line("");
        line("![Validation loss by tokens](loss.svg)");
        line("");
        CurvePoint last = curve.getLast();
        line(String.format(
                Locale.ROOT,
                "Nats a token; held-out text and held-out labelled inputs with their phrases. At the end %.3f and %.3f.",
                last.textLoss(),
                last.labelledLoss()));
    }

    private void sensitivity(Report report) {
        line("");
        line("## What prompts do: " + report.file());
        line("");
        prose(String.format(
                Locale.ROOT,
                "%d inputs that were never trained on, template `{input} {prompt}`, the next token's logits of %s. Calibrated:"
                        + " without each label's mean logit over the inputs. Minimum / median / maximum over the prompts of a"
                        + " group; each prompt is in [prompts.tsv](prompts.tsv).",
                report.inputs(),
                String.join(", ", report.labels().values())));
        line("");
        line("| prompts | number | accuracy | calibrated accuracy | AUC |");
        line("|---|---|---|---|---|");
        for (Group group : report.groups()) {
            Collection<Classification> all = group.prompts().values();
            line(String.format(
                    Locale.ROOT,
                    "| %s | %d | %s | %s | %s |",
                    group.name(),
                    all.size(),
                    spread(all, Classification::accuracy),
                    spread(all, Classification::calibratedAccuracy),
                    report.labels().size() == 2 ? spread(all, c -> c.auc().orElse(0)) : "–"));
        }
    }

    private static String spread(Collection<Classification> all, ToDoubleFunction<Classification> figure) {
        double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
        if (sorted.length == 1) {
            return String.format(Locale.ROOT, "%.3f", sorted[0]);
        }
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return String.format(Locale.ROOT, "%.3f / %.3f / %.3f", sorted[0], median, sorted[sorted.length - 1]);
    }

    /** Breaks lines at blanks. */
    private void prose(String text) {
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > LINE) {
                line(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        line(line.toString());
    }

    private void line(String line) {
        card.append(line).append('\n');
    }
}
