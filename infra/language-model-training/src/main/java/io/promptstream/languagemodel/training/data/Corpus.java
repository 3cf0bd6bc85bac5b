package io.promptstream.languagemodel.training.data;

import io.promptstream.languagemodel.training.data.Documents.Labelled;
import java.util.List;

/**
 * All that a recipe trains on, as text.
 *
 * @param texts documents
 * @param labelled inputs of each labelled source of the recipe, in its order
 */
public record Corpus(List<String> texts, List<List<Labelled>> labelled) {}
