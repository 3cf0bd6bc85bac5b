package io.promptstream.policy.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.Label;
import io.promptstream.event.LabelCalibration;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.PolicyPrior;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import io.promptstream.schemas.RewardKinds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a task from JSON and checks it as a whole: nothing is accepted by half, and every error is named at once. */
public final class TaskParser {
    private static final String ID = "[a-z0-9-]{1,64}";
    private static final int FEWEST_LABELS = 2;
    private static final int MOST_LABELS = 64;
    private static final int LONGEST_LABEL = 100;
    private static final int LONGEST_PROMPT = 2000;
    private static final int LONGEST_TEMPLATE = 20_000;

    private final int largestHiddenSize;

    /** Takes the largest {@code policy.hiddenSize} whose snapshot still fits into a record. */
    public TaskParser(int largestHiddenSize) {
        this.largestHiddenSize = largestHiddenSize;
    }

    /**
     * Reads a task.
     *
     * @param id the id by which the task is addressed; the one inside may be left out but must not differ
     */
    public ParsedTask parse(String id, JsonNode json) {
        List<FieldError> errors = new ArrayList<>();
        JsonFields fields = JsonFields.of("", json, errors);
        // What an answer adds to a definition may come back with it.
        fields.ignore("revision", "createdAt", "updatedAt", "promotion", "warnings");
        checkId(id, fields);
        String description = fields.text("description", "");
        String template = template(fields);
        OutputKind kind = fields.choice("kind", OutputKind.CLASSIFICATION);
        List<Label> labels = labels(fields, kind);
        RewardDefinition reward = reward(fields.object("reward"), kind);
        var taskModel = TaskModelParser.parse(fields.object("taskModel"));
        List<String> prompts = handWrittenPrompts(fields);
        PolicyDefinition policy = PolicyParser.parse(
                fields.object("policy"), kind, PolicyKind.BAYESIAN, !prompts.isEmpty(), largestHiddenSize);
        checkHandWritten(fields, prompts, policy);
        LabelCalibration calibration = fields.choice("calibration", calibration(kind, reward, taskModel, policy));
        checkCalibration(fields, calibration, kind, taskModel);
        GradientChecks.check(fields, kind, reward, calibration, taskModel, policy);
        fields.end();
        if (!errors.isEmpty()) {
            return new ParsedTask.Invalid(errors);
        }
        return new ParsedTask.Valid(Task.newBuilder()
                .setTaskId(id)
                .setRevision(0)
                .setDescription(description)
                .setTemplate(template)
                .setKind(kind)
                .setLabels(labels)
                .setCalibration(calibration)
                .setReward(reward)
                .setTaskModel(taskModel)
                .setPolicy(policy)
                .setHandWrittenPrompts(prompts)
                .setCreatedAt(Instant.EPOCH)
                .setUpdatedAt(Instant.EPOCH)
                .build());
    }

    /** Reads settings that take the place of a task's policy, of its kind unless they name another; errors are added. */
    public PolicyDefinition policy(JsonFields fields, Task task) {
        boolean handWritten = !task.getHandWrittenPrompts().isEmpty();
        return PolicyParser.parse(fields, task.getKind(), task.getPolicy().getKind(), handWritten, largestHiddenSize);
    }

    /** Reads the {@code reward} part of a task of this kind; errors are added to those of the fields. */
    public RewardDefinition reward(JsonFields fields, OutputKind kind) {
        return RewardParser.parse(fields, kind);
    }

    private static void checkId(String id, JsonFields fields) {
        if (!id.matches(ID)) {
            fields.error("id", "is \"%s\"; write 1 to 64 lower-case letters, digits and hyphens".formatted(id));
        }
        String inside = fields.text("id", id);
        if (!inside.equals(id)) {
            fields.error("id", "is \"%s\" but the task is addressed as \"%s\"; write the same".formatted(inside, id));
        }
    }

    /** A policy that compares prompts on as many inputs of each label learns by calibrated answers. */
    private static LabelCalibration calibration(
            OutputKind kind, RewardDefinition reward, TaskModelDefinition taskModel, PolicyDefinition policy) {
        boolean labelled = kind == OutputKind.CLASSIFICATION && RewardKinds.needsReferences(reward);
        return policy.getKind() == PolicyKind.BAYESIAN && labelled && taskModel.getKind() == TaskModelKind.LOCAL
                ? LabelCalibration.BATCH
                : LabelCalibration.NONE;
    }

    private static void checkCalibration(
            JsonFields fields, LabelCalibration calibration, OutputKind kind, TaskModelDefinition taskModel) {
        if (calibration == LabelCalibration.NONE) {
            return;
        }
        if (kind != OutputKind.CLASSIFICATION) {
            fields.error("calibration", "is batch; write none: only the labels of kind: classification are calibrated");
        } else if (taskModel.getKind() == TaskModelKind.OPENAI_COMPATIBLE) {
            fields.error(
                    "calibration",
                    "is batch; write none: a remote model's answers may be read from its text, which has no probabilities");
        }
    }

    private static String template(JsonFields fields) {
        String template = fields.text("template", TaskDefaults.TEMPLATE);
        for (String part : List.of("{input}", "{prompt}")) {
            int count = template.split(java.util.regex.Pattern.quote(part), -1).length - 1;
            if (count != 1) {
                fields.error("template", "holds %s %d times; write it once".formatted(part, count));
            }
        }
        if (template.length() > LONGEST_TEMPLATE) {
            fields.error(
                    "template", "has %d characters; write at most %d".formatted(template.length(), LONGEST_TEMPLATE));
        }
        return template;
    }

    private static List<Label> labels(JsonFields fields, OutputKind kind) {
        List<Label> labels = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> verbalizers = new HashSet<>();
        for (JsonFields label : fields.objects("labels")) {
            String name = label.text("name");
            String verbalizer = label.text("verbalizer", name);
            label.end();
            checkWord(label, "name", name, names);
            checkWord(label, "verbalizer", verbalizer, verbalizers);
            if (verbalizer.strip().chars().anyMatch(Character::isWhitespace)) {
                label.error("verbalizer", "is \"%s\"; write a single word".formatted(verbalizer));
            }
            labels.add(new Label(name, verbalizer));
        }
        if (kind == OutputKind.CLASSIFICATION && (labels.size() < FEWEST_LABELS || labels.size() > MOST_LABELS)) {
            fields.error(
                    "labels",
                    "has %d entries; write %d to %d labels, each with name and verbalizer"
                            .formatted(labels.size(), FEWEST_LABELS, MOST_LABELS));
        } else if (kind == OutputKind.GENERATION && !labels.isEmpty()) {
            fields.error("labels", "has %d entries; leave it out for kind: generation".formatted(labels.size()));
        }
        return labels;
    }

    private static void checkWord(JsonFields label, String field, String word, Set<String> seen) {
        if (word.isBlank()) {
            label.error(field, "is blank; write a word");
        } else if (!word.equals(word.strip())) {
            label.error(field, "is \"%s\"; write it without white space around it".formatted(word));
        } else if (word.length() > LONGEST_LABEL) {
            label.error(field, "has %d characters; write at most %d".formatted(word.length(), LONGEST_LABEL));
        } else if (!seen.add(word)) {
            label.error(field, "is \"%s\" as in a label before; write different ones".formatted(word));
        }
    }

    private static List<String> handWrittenPrompts(JsonFields fields) {
        List<String> prompts = fields.texts("handWrittenPrompts");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < prompts.size(); i++) {
            String field = "handWrittenPrompts[%d]".formatted(i);
            if (prompts.get(i).length() > LONGEST_PROMPT) {
                fields.error(
                        field,
                        "has %d characters; write at most %d"
                                .formatted(prompts.get(i).length(), LONGEST_PROMPT));
            }
            if (!seen.add(prompts.get(i))) {
                fields.error(field, "is there twice; write each prompt once");
            }
        }
        return prompts;
    }

    private static void checkHandWritten(JsonFields fields, List<String> prompts, PolicyDefinition policy) {
        if (policy.getKind() == PolicyKind.FIXED && prompts.isEmpty()) {
            fields.error("handWrittenPrompts", "is empty; policy.kind: fixed needs at least one prompt");
        } else if (policy.getPrior() == PolicyPrior.HAND_WRITTEN && prompts.isEmpty()) {
            fields.error("handWrittenPrompts", "is empty; policy.prior: hand-written needs at least one prompt");
        }
    }
}
