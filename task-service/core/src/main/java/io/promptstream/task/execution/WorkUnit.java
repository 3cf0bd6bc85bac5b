package io.promptstream.task.execution;

import io.promptstream.task.model.Assignment;
import io.promptstream.task.model.TaskModel;
import io.promptstream.task.template.Rendering;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Renderings that one call of a model answers.
 *
 * @param items ordered so that equal prefixes are neighbours
 */
record WorkUnit(String taskId, TaskModel model, Assignment assignment, List<Item> items) {

    WorkUnit {
        items = List.copyOf(items);
    }

    /** @param index position of the proposal in its batch */
    record Item(int index, Rendering rendering) {}

    List<Rendering> renderings() {
        return items.stream().map(Item::rendering).toList();
    }

    WorkUnit only(Item item) {
        return new WorkUnit(taskId, model, assignment, List.of(item));
    }

    /**
     * Cuts items of one task into units of about the given size. Equal prefixes come together, in the order of their
     * first item, and stay in one unit unless there are more of them than a unit holds.
     */
    static List<WorkUnit> cut(String taskId, TaskModel model, Assignment assignment, List<Item> items, int size) {
        Map<String, List<Item>> byPrefix = new LinkedHashMap<>();
        for (Item item : items) {
            byPrefix.computeIfAbsent(item.rendering().prefix(), prefix -> new ArrayList<>())
                    .add(item);
        }
        List<WorkUnit> units = new ArrayList<>();
        List<Item> current = new ArrayList<>();
        for (List<Item> group : byPrefix.values()) {
            if (!current.isEmpty() && current.size() + group.size() > size) {
                units.add(new WorkUnit(taskId, model, assignment, current));
                current = new ArrayList<>();
            }
            for (Item item : group) {
                if (current.size() == size) {
                    units.add(new WorkUnit(taskId, model, assignment, current));
                    current = new ArrayList<>();
                }
                current.add(item);
            }
        }
        if (!current.isEmpty()) {
            units.add(new WorkUnit(taskId, model, assignment, current));
        }
        return units;
    }
}
