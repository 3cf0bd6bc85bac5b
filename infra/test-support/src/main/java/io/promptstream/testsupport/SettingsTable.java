package io.promptstream.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of a service, as its documentation lists them and as its code declares them: the default of each environment variable.
 * Of Micronaut's annotations only the names are known here, for cores use this module too.
 */
public final class SettingsTable {
    private static final Pattern ROW = Pattern.compile("\\| `(PROMPTSTREAM_[A-Z_]+)` \\| ([^|]*) \\|.*");
    /** What the documentation writes where there is no default. */
    private static final String NONE = "none";

    private SettingsTable() {}

    /**
     * The defaults in a page's tables.
     *
     * @param page path below the root of this checkout
     */
    public static Map<String, String> documented(String page) {
        Path file = Path.of(System.getProperty("promptstream.root", ".."), page);
        try {
            return documented(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    static Map<String, String> documented(List<String> lines) {
        Map<String, String> defaults = new TreeMap<>();
        for (String line : lines) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                defaults.put(row.group(1), row.group(2).replace("`", "").strip());
            }
        }
        return defaults;
    }

    /**
     * The defaults in the code.
     *
     * @param configurations records that Micronaut binds from the environment
     */
    @SafeVarargs
    public static Map<String, String> declared(Class<? extends Record>... configurations) {
        Map<String, String> defaults = new TreeMap<>();
        for (Class<? extends Record> configuration : configurations) {
            String prefix = attribute(configuration, "ConfigurationProperties", "value")
                    .orElseThrow(() -> new IllegalArgumentException(configuration + " is no configuration"));
            RecordComponent[] components = configuration.getRecordComponents();
            // Micronaut's annotation stands on the parameters of the constructor.
            Parameter[] parameters = configuration.getDeclaredConstructors()[0].getParameters();
            for (int i = 0; i < components.length; i++) {
                String value =
                        attribute(parameters[i], "Bindable", "defaultValue").orElse("");
                defaults.put(variable(prefix + "." + components[i].getName()), value.isEmpty() ? NONE : value);
            }
        }
        return defaults;
    }

    private static String variable(String property) {
        return property.replaceAll("([A-Z])", "_$1").replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    private static Optional<String> attribute(AnnotatedElement element, String annotation, String attribute) {
        return Arrays.stream(element.getAnnotations())
                .filter(found -> found.annotationType().getSimpleName().equals(annotation))
                .findFirst()
                .map(found -> value(found, attribute));
    }

    private static String value(Annotation annotation, String attribute) {
        try {
            return String.valueOf(
                    annotation.annotationType().getMethod(attribute).invoke(annotation));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(annotation + " has no " + attribute, e);
        }
    }
}
