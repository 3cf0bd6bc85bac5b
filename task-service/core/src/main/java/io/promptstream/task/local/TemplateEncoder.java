package io.promptstream.task.local;

import io.promptstream.languagemodel.tokenizer.Tokens;
import io.promptstream.task.template.Rendering;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads what was rendered: names of special tokens become the tokens where the operator wrote them, and stay text where anybody else
 * did. Text between special tokens is encoded in one piece, so a template without them is read as plain text.
 */
final class TemplateEncoder {
    private final CausalModel model;
    private final Map<String, Integer> special;
    private final Pattern names;

    TemplateEncoder(CausalModel model) {
        this.model = model;
        this.special = Map.copyOf(model.specialTokens());
        this.names = Pattern.compile(special.keySet().stream()
                // The longest of those that begin alike, as tokenizers have it.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
    }

    Tokens encode(Rendering.Part part) {
        Tokens tokens = Tokens.empty();
        int read = 0;
        if (!special.isEmpty()) {
            Matcher name = names.matcher(part.text());
            for (Rendering.Range range : part.template()) {
                name.region(range.from(), range.to());
                while (name.find()) {
                    tokens = tokens.concat(plain(part.text().substring(read, name.start())))
                            .concat(Tokens.of(special.getOrDefault(name.group(), 0)));
                    read = name.end();
                }
            }
        }
        return read == 0 ? plain(part.text()) : tokens.concat(plain(part.text().substring(read)));
    }

    private Tokens plain(String text) {
        return text.isEmpty() ? Tokens.empty() : model.encode(text);
    }
}
