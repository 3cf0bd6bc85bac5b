package io.promptstream.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.promptstream.schemas.registry.RegistryConnection.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A client of a schema registry with Confluent's REST API, version 7.
 *
 * <p>Ids and schemas never change once given, so both directions are cached without bound in time. That an id is unknown may
 * change, and is remembered for a moment only: else a flood of records that nobody can read would be one of requests too. Safe
 * for use by several threads. Every method may throw {@link RegistryUnavailableException} or {@link RegistryRefusalException}.
 */
public final class SchemaRegistryClient implements AutoCloseable {

    private static final int MOST_UNKNOWN_IDS = 10_000;

    private final RegistryConnection connection;
    private final ConcurrentMap<SubjectSchema, Integer> registered = new ConcurrentHashMap<>();
    private final ConcurrentMap<SubjectSchema, Integer> lookedUp = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Cache<Integer, Answer> unknownIds;

    public SchemaRegistryClient(RegistryConfig config) {
        this.connection = new RegistryConnection(config);
        this.unknownIds = Caffeine.newBuilder()
                .expireAfterWrite(config.unknownIdMemory())
                .maximumSize(MOST_UNKNOWN_IDS)
                .executor(Runnable::run)
                .build();
    }

    private record SubjectSchema(String subject, Schema schema) {}

    /**
     * Registers the schema as a version of the subject, or finds it there.
     *
     * @return its id
     * @throws IncompatibleSchemaException if earlier versions forbid it
     */
    public int register(String subject, Schema schema) {
        int id = registered.computeIfAbsent(
                new SubjectSchema(subject, schema),
                key -> ok("register a schema for " + subject, post(versions(subject), schema))
                        .path("id")
                        .asInt());
        unknownIds.invalidate(id);
        return id;
    }

    /**
     * The id of a schema that is registered under the subject.
     *
     * @throws UnknownSchemaException if it is not
     */
    public int idOf(String subject, Schema schema) {
        return lookedUp.computeIfAbsent(
                new SubjectSchema(subject, schema),
                key -> ok("find schema " + schema.getFullName() + " under " + subject, post(subject(subject), schema))
                        .path("id")
                        .asInt());
    }

    /**
     * The schema with the id.
     *
     * @throws UnknownSchemaException if the registry has none, or had none a moment ago
     */
    public Schema schema(int id) {
        return schemas.computeIfAbsent(id, key -> parse(ok("get schema id " + id, answerFor(id))));
    }

    /**
     * The newest version of the subject; asked again each time.
     *
     * @throws UnknownSchemaException if the subject has none
     */
    public RegisteredSchema latest(String subject) {
        var body = ok("get the latest version of " + subject, get(versions(subject) + "/latest"));
        return new RegisteredSchema(
                subject, body.path("version").asInt(), body.path("id").asInt(), parse(body));
    }

    /** Whether the registry would accept the schema as the subject's next version. */
    public boolean isCompatible(String subject, Schema schema) {
        var answer = post("/compatibility" + versions(subject), schema);
        return ok("test a schema against " + subject, answer)
                .path("is_compatible")
                .asBoolean();
    }

    /** The compatibility that holds for all subjects without one of their own. */
    public Compatibility compatibility() {
        var body = ok("get the compatibility", get("/config"));
        return Compatibility.valueOf(body.path("compatibilityLevel").asText());
    }

    /** Sets the compatibility for all subjects without one of their own. */
    public void setCompatibility(Compatibility compatibility) {
        putCompatibility("/config", compatibility);
    }

    /** Sets the compatibility of one subject. */
    public void setCompatibility(String subject, Compatibility compatibility) {
        putCompatibility("/config/" + encoded(subject), compatibility);
    }

    /** Names of all subjects. Also shows cheaply whether the registry answers. */
    public List<String> subjects() {
        var subjects = new ArrayList<String>();
        ok("list the subjects", get("/subjects")).forEach(subject -> subjects.add(subject.asText()));
        return List.copyOf(subjects);
    }

    @Override
    public void close() {
        connection.close();
    }

    private void putCompatibility(String path, Compatibility compatibility) {
        ok("set the compatibility", connection.send("PUT", path, Map.of("compatibility", compatibility.name())));
    }

    private Answer answerFor(int id) {
        var unknown = unknownIds.getIfPresent(id);
        if (unknown != null) {
            return unknown;
        }
        var answer = get("/schemas/ids/" + id);
        if (answer.unknown()) {
            unknownIds.put(id, answer);
        }
        return answer;
    }

    private Answer get(String path) {
        return connection.send("GET", path, null);
    }

    private Answer post(String path, Schema schema) {
        return connection.send("POST", path, Map.of("schema", schema.toString()));
    }

    /** The body of a success; otherwise the exception that the status stands for. */
    private static JsonNode ok(String attempt, Answer answer) {
        if (answer.ok() && !answer.body().isMissingNode()) {
            return answer.body();
        }
        var said = "Cannot " + attempt + ": the schema registry at " + answer.url() + " answers HTTP " + answer.status()
                + ", " + answer.message() + ". ";
        int status = answer.status() == Answer.NOT_FOUND && !answer.unknown() ? 400 : answer.status();
        throw switch (status) {
            case Answer.NOT_FOUND ->
                new UnknownSchemaException(
                        said
                                + "The data come from another registry, or the schema was deleted there or never registered:"
                                + " correct " + RegistryConfig.URL
                                + ", register the schema, or set auto.register.schemas=true",
                        null);
            case 409 ->
                new IncompatibleSchemaException(
                        said + "Only add or remove fields that have a default, and never change a field's type", null);
            case 401, 403 ->
                new RegistryRefusalException(
                        said + "Set " + RegistryConfig.CREDENTIALS_SOURCE + "=USER_INFO and " + RegistryConfig.USER_INFO
                                + "=user:password",
                        null);
            default ->
                new RegistryRefusalException(
                        said + "Check that " + RegistryConfig.URL
                                + " is the base URL of Confluent's API (Apicurio's ends in" + " /apis/ccompat/v7)",
                        null);
        };
    }

    private static Schema parse(JsonNode body) {
        try {
            return new Schema.Parser().parse(body.path("schema").asText());
        } catch (AvroRuntimeException e) {
            throw new UnknownSchemaException(
                    "The schema registry returned what is no Avro schema (" + e.getMessage()
                            + "): write records with Avro schemas only",
                    e);
        }
    }

    private static String subject(String subject) {
        return "/subjects/" + encoded(subject);
    }

    private static String versions(String subject) {
        return subject(subject) + "/versions";
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8);
    }
}
