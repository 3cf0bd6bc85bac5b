package io.promptstream.languagemodel.training.data;

import io.promptstream.languagemodel.training.recipe.LabelledSource;
import io.promptstream.languagemodel.training.recipe.LabelledSource.PromptTest;
import io.promptstream.languagemodel.training.recipe.TextSource;
import io.promptstream.languagemodel.training.recipe.TrainingRecipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads the files that a recipe names: plain documents and labelled inputs. */
public final class Documents {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path folder;

    /** An input and its label as the file writes it. */
    public record Labelled(String input, String label) {}

    public Documents(Path folder) {
        this.folder = folder;
    }

    /** All that {@code recipe} trains on. */
    public Corpus corpus(TrainingRecipe recipe) throws IOException {
        List<String> texts = new ArrayList<>();
        for (TextSource source : recipe.text()) {
            texts.addAll(text(source));
        }
        List<List<Labelled>> labelled = new ArrayList<>();
        for (LabelledSource source : recipe.labelled()) {
            labelled.add(labelled(source, source.file()));
        }
        return new Corpus(texts, labelled);
    }

    /**
     * Reads what the trained model is measured on, only to see that it can be.
     *
     * @throws IOException if it cannot
     */
    public void checkTests(TrainingRecipe recipe) throws IOException {
        for (LabelledSource source : recipe.labelled()) {
            PromptTest test = source.test();
            if (test != null) {
                checkInputs(labelled(source, test.file()), test.file());
            }
        }
    }

    private static void checkInputs(List<Labelled> inputs, String file) throws IOException {
        if (inputs.isEmpty()) {
            throw new IOException(file + " holds no inputs; write at least one behind the header");
        }
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).input().isEmpty()) {
                throw new IOException(file + ", line " + (i + 2) + ": the input is empty; write one");
            }
        }
    }

    private List<String> text(TextSource source) throws IOException {
        String column = source.column();
        return column == null ? lines(source.file()) : column(source.file(), column);
    }

    /**
     * The labelled inputs of {@code file}, which has the columns and labels of {@code source}.
     *
     * @throws IOException also for a label without words; the message names file and line
     */
    public List<Labelled> labelled(LabelledSource source, String file) throws IOException {
        List<String> inputs = column(file, source.input());
        List<String> labels = column(file, source.label());
        List<Labelled> all = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            if (!source.words().containsKey(labels.get(i))) {
                throw new IOException(file + ", line " + (i + 2) + ": the label '" + labels.get(i)
                        + "' has no words; add it to 'words' of the recipe");
            }
            all.add(new Labelled(inputs.get(i), labels.get(i)));
        }
        return all;
    }

    private List<String> column(String file, String name) throws IOException {
        List<String> lines = lines(file);
        List<String> header = lines.isEmpty()
                ? List.of()
                : Arrays.stream(lines.getFirst().split("\t", -1))
                        .map(String::strip)
                        .toList();
        int index = header.indexOf(name);
        if (index < 0) {
            throw new IOException(file + ", line 1: there is no column '" + name + "'; write one of the header's: "
                    + String.join(", ", header));
        }
        List<String> values = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split("\t", -1);
            if (cells.length <= index) {
                throw new IOException(file + ", line " + (i + 1) + ": column '" + name + "' is missing");
            }
            values.add(cells[index].strip());
        }
        return values;
    }

    private List<String> lines(String file) throws IOException {
        Path path = folder.resolve(file);
        if (!Files.isRegularFile(path)) {
            throw new IOException("the recipe names " + file + ", but there is no file " + path);
        }
        try (InputStream raw = Files.newInputStream(path);
                InputStream plain = file.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return text(file, plain.readAllBytes()).lines().toList();
        }
    }

    /** Without byte order mark. */
    private static String text(String file, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (CharacterCodingException e) {
            long line = 1;
            for (int at = 0; at < buffer.position(); at++) {
                line += bytes[at] == '\n' ? 1 : 0;
            }
            throw new IOException(file + ", line " + line + ": not UTF-8; save the file in that encoding", e);
        }
    }
}
