package io.promptstream.schemas.serde;

import io.promptstream.schemas.registry.RegistryConfig;
import java.util.Map;

/**
 * How events are written and read. Keys and meaning are Confluent's.
 *
 * @param registry where schemas are kept
 * @param autoRegister {@code auto.register.schemas}, true by default: a schema is registered when it is first written
 * @param useLatestVersion {@code use.latest.version}, false by default: where schemas are not registered, records are written
 *     with the subject's latest one, and not with their own
 * @param specificReader {@code specific.avro.reader}, false by default: records are read into generated classes, and not into
 *     generic records
 * @param removeJavaProperties {@code avro.remove.java.properties}, by default true and not false as with Confluent's
 *     serializer: schemas are registered as their files say, without what Avro's code generator adds for Java
 */
public record SerdeConfig(
        RegistryConfig registry,
        boolean autoRegister,
        boolean useLatestVersion,
        boolean specificReader,
        boolean removeJavaProperties) {

    public static final String AUTO_REGISTER = "auto.register.schemas";
    public static final String USE_LATEST_VERSION = "use.latest.version";
    public static final String SPECIFIC_READER = "specific.avro.reader";
    static final String REMOVE_JAVA_PROPERTIES = "avro.remove.java.properties";

    /**
     * Reads the keys above and those of {@link RegistryConfig#from}.
     *
     * @throws IllegalArgumentException naming the key that is missing or wrong
     */
    public static SerdeConfig from(Map<String, ?> properties) {
        return new SerdeConfig(
                RegistryConfig.from(properties),
                flag(properties, AUTO_REGISTER, true),
                flag(properties, USE_LATEST_VERSION, false),
                flag(properties, SPECIFIC_READER, false),
                flag(properties, REMOVE_JAVA_PROPERTIES, true));
    }

    private static boolean flag(Map<String, ?> properties, String key, boolean otherwise) {
        Object value = properties.get(key);
        if (value == null) {
            return otherwise;
        }
        return switch (value.toString().strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(key + " is '" + value + "': write true or false");
        };
    }
}
