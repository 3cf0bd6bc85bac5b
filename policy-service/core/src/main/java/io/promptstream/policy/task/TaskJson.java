package io.promptstream.policy.task;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.schemas.RewardKinds;
import java.time.Duration;

/** Writes a task as the JSON that {@link TaskParser} reads, with revision, times and the last promotion added. */
public final class TaskJson {
    private TaskJson() {}

    public static ObjectNode of(Task task) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", task.getTaskId())
                .put("revision", task.getRevision())
                .put("createdAt", task.getCreatedAt().toString())
                .put("updatedAt", task.getUpdatedAt().toString())
                .put("description", task.getDescription())
                .put("template", task.getTemplate())
                .put("kind", Choices.name(task.getKind()));
        var labels = json.putArray("labels");
        task.getLabels()
                .forEach(label ->
                        labels.addObject().put("name", label.getName()).put("verbalizer", label.getVerbalizer()));
        json.put("calibration", Choices.name(task.getCalibration()));
        json.set("reward", reward(task.getReward()));
        json.set("taskModel", model(task.getTaskModel()));
        json.set("policy", policy(task.getPolicy()));
        var prompts = json.putArray("handWrittenPrompts");
        task.getHandWrittenPrompts().forEach(prompts::add);
        task.getPromotion().ifPresent(promotion -> json.set("promotion", PromotionJson.of(promotion)));
        return json;
    }

    /** The part of a task's JSON that says how answers are scored. */
    public static ObjectNode reward(RewardDefinition reward) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("kind", Choices.name(reward.getKind()))
                .put("correctScale", reward.getCorrectScale())
                .put("incorrectScale", reward.getIncorrectScale())
                .put("window", Duration.ofMillis(reward.getWindowMillis()).toString())
                .put("missing", Choices.name(reward.getMissing()))
                .put("missingValue", reward.getMissingValue());
        if (reward.getKind() == RewardKind.LOG_PROBABILITY) {
            json.put("scale", reward.getScale()).put("floor", reward.getFloor());
        }
        CriterionJson.put(json, reward.getKind(), reward.getCriterion());
        if (reward.getKind() == RewardKind.WEIGHTED_SUM) {
            var terms = json.putArray("terms");
            reward.getTerms().forEach(term -> {
                var added = terms.addObject()
                        .put("kind", Choices.name(term.getKind()))
                        .put("weight", term.getWeight());
                CriterionJson.put(added, term.getKind(), term.getCriterion());
            });
        }
        return RewardKinds.rated(reward.getKind()) ? json.put("ratedBy", Choices.name(reward.getRatedBy())) : json;
    }

    private static ObjectNode model(TaskModelDefinition model) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("kind", Choices.name(model.getKind()))
                .put("name", model.getName())
                .put("url", model.getUrl().orElse(null))
                .put("apiKeyVariable", model.getApiKeyVariable().orElse(null))
                .put("maxTokens", model.getMaxTokens());
        model.getRequest().ifPresent(request -> RemoteRequestJson.addTo(json, request));
        return json;
    }

    /** The part of a task's JSON that says how it learns. */
    public static ObjectNode policy(PolicyDefinition policy) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (PolicySetting setting : PolicySetting.values()) {
            setting.write(policy, json);
        }
        return json;
    }
}
