package io.promptstream.local.query;

import io.promptstream.local.display.CommandException;
import io.promptstream.local.input.InputFile;
import io.promptstream.local.input.InputLine;
import io.promptstream.local.input.InputRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a file holds as a whole, found out before anything of it is sent. */
final class FileSurvey {

    private final InputRules rules;
    private final List<String> notes;
    private final boolean lacksAnswers;
    /** By name, whether every value is one of the task's labels. */
    private final Map<String, Boolean> attributes = new TreeMap<>();

    private long lines;
    private long queries;
    private long answers;
    private long idsMadeUp;
    private long firstWithoutId;
    private long lastWithoutId;

    private FileSurvey(InputRules rules, List<String> notes, boolean lacksAnswers) {
        this.rules = rules;
        this.notes = notes;
        this.lacksAnswers = lacksAnswers;
    }

    static FileSurvey of(InputFile file, InputRules rules) {
        var survey = new FileSurvey(rules, file.notes(), file.lacksAnswers());
        var ids = new UniqueIds();
        file.forEach(line -> survey.take(ids.check(line)));
        return survey;
    }

    /** Good and bad ones. */
    long lines() {
        return lines;
    }

    /** Queries without an id of their own; they get one. */
    long idsMadeUp() {
        return idsMadeUp;
    }

    /**
     * Finds what would be sent in vain.
     *
     * @param file for the message
     * @throws CommandException if the file holds nothing, or its labels stand in a column of another name
     */
    void requireUse(String file) {
        if (lines == 0) {
            throw new CommandException(file + " holds no query: write one a line");
        }
        if (rules.scoredByReference() && lacksAnswers) {
            columnOfLabels().ifPresent(column -> {
                throw new CommandException(file + ": the column '" + column
                        + "' holds labels of the task, and there is no column 'label': rename it; or, if it is not the"
                        + " right answer, add an empty column 'label'");
            });
        }
    }

    /** What people should know, in words. */
    List<String> remarks(String idPrefix) {
        var remarks = new ArrayList<>(notes);
        if (!attributes.isEmpty()) {
            remarks.add("sent as attributes: " + String.join(", ", attributes.keySet()));
        }
        if (attributes.containsKey("id") && idsMadeUp > 0) {
            remarks.add("'id' is an attribute; write 'queryId' if it tells the queries apart");
        }
        if (queries > 0 && rules.scoredByReference() && answers < queries) {
            remarks.add(
                    (answers == 0 ? "no query brings" : (queries - answers) + " of " + queries + " queries bring no")
                            + (answers == 0 ? " a label or reference" : " label or reference")
                            + ", which the task scores answers against: without feedback that brings one they are not rewarded"
                            + likelyColumn());
        }
        if (idsMadeUp > 0) {
            remarks.add((idsMadeUp == queries
                            ? "no query brings a queryId"
                            : idsMadeUp + " of " + queries + " queries bring no queryId")
                    + "; ids made up: " + idPrefix + firstWithoutId
                    + (idsMadeUp == 1 ? "" : " to " + idPrefix + lastWithoutId)
                    + ", numbered in the order of the file");
        }
        return remarks;
    }

    private String likelyColumn() {
        return answers > 0
                ? ""
                : columnOfLabels()
                        .map(column -> "; '" + column + "' holds labels of the task, is it the 'label'?")
                        .orElse("");
    }

    private Optional<String> columnOfLabels() {
        return attributes.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private void take(InputLine line) {
        lines++;
        if (line instanceof InputLine.Good good) {
            queries++;
            answers += good.reference() == null ? 0 : 1;
            good.attributes()
                    .forEach((name, value) ->
                            attributes.merge(name, rules.labels().contains(value), Boolean::logicalAnd));
            if (good.queryId() == null) {
                idsMadeUp++;
                firstWithoutId = firstWithoutId == 0 ? lines : firstWithoutId;
                lastWithoutId = lines;
            }
        }
    }
}
