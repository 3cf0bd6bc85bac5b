package io.promptstream.policy.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.event.PolicyDefinition;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * How a {@link PolicySetting} is read and written.
 *
 * @param range for people; empty where any will do
 */
record SettingType(Reader reader, Writer writer, String range) {

    interface Reader {
        void read(JsonFields fields, String name, PolicySetting.Context context);
    }

    interface Writer {
        void write(ObjectNode json, String name, PolicyDefinition policy);
    }

    static SettingType integer(
            int byDefault,
            int smallest,
            int largest,
            BiConsumer<PolicyDefinition.Builder, Integer> set,
            ToIntFunction<PolicyDefinition> get) {
        return integer(context -> byDefault, smallest, largest, set, get);
    }

    static SettingType integer(
            ToIntFunction<PolicySetting.Context> byDefault,
            int smallest,
            int largest,
            BiConsumer<PolicyDefinition.Builder, Integer> set,
            ToIntFunction<PolicyDefinition> get) {
        return new SettingType(
                (fields, name, context) -> set.accept(
                        context.policy(), fields.integer(name, byDefault.applyAsInt(context), smallest, largest)),
                (json, name, policy) -> json.put(name, get.applyAsInt(policy)),
                "%d to %d".formatted(smallest, largest));
    }

    static SettingType hiddenSize(int byDefault) {
        return new SettingType(
                (fields, name, context) ->
                        context.policy().setHiddenSize(fields.integer(name, byDefault, 1, context.largestHiddenSize())),
                (json, name, policy) -> json.put(name, policy.getHiddenSize()),
                "");
    }

    static SettingType seed(long byDefault) {
        return new SettingType(
                (fields, name, context) ->
                        context.policy().setSeed(fields.wholeNumber(name, byDefault, Long.MIN_VALUE, Long.MAX_VALUE)),
                (json, name, policy) -> json.put(name, policy.getSeed()),
                "");
    }

    static SettingType wholeNumber(
            ToLongFunction<PolicySetting.Context> byDefault,
            long smallest,
            long largest,
            BiConsumer<PolicyDefinition.Builder, Long> set,
            ToLongFunction<PolicyDefinition> get) {
        return new SettingType(
                (fields, name, context) -> set.accept(
                        context.policy(), fields.wholeNumber(name, byDefault.applyAsLong(context), smallest, largest)),
                (json, name, policy) -> json.put(name, get.applyAsLong(policy)),
                "%d to %d".formatted(smallest, largest));
    }

    static SettingType positive(
            double byDefault,
            double largest,
            BiConsumer<PolicyDefinition.Builder, Double> set,
            Function<PolicyDefinition, Double> get) {
        return positive(context -> byDefault, largest, set, get);
    }

    static SettingType positive(
            ToDoubleFunction<PolicySetting.Context> byDefault,
            double largest,
            BiConsumer<PolicyDefinition.Builder, Double> set,
            Function<PolicyDefinition, Double> get) {
        return new SettingType(
                (fields, name, context) -> set.accept(
                        context.policy(), fields.positiveNumber(name, byDefault.applyAsDouble(context), largest)),
                (json, name, policy) -> json.put(name, get.apply(policy)),
                "above 0, at most %.0f".formatted(largest));
    }

    /** 0 unless it is written. */
    static SettingType atLeastZero(
            BiConsumer<PolicyDefinition.Builder, Double> set, Function<PolicyDefinition, Double> get) {
        return new SettingType(
                (fields, name, context) -> {
                    double number = fields.number(name, 0);
                    if (number < 0) {
                        fields.error(name, "is %s; write 0 or a number above".formatted(number));
                    }
                    set.accept(context.policy(), number);
                },
                (json, name, policy) -> json.put(name, get.apply(policy)),
                "0 or above");
    }

    static SettingType number(
            Function<PolicySetting.Context, Double> byDefault,
            BiConsumer<PolicyDefinition.Builder, Double> set,
            Function<PolicyDefinition, Double> get) {
        return new SettingType(
                (fields, name, context) -> set.accept(context.policy(), fields.number(name, byDefault.apply(context))),
                (json, name, policy) -> json.put(name, get.apply(policy)),
                "");
    }

    static SettingType duration(
            Duration byDefault,
            Duration shortest,
            Duration longest,
            BiConsumer<PolicyDefinition.Builder, Long> set,
            Function<PolicyDefinition, Long> get) {
        return new SettingType(
                (fields, name, context) -> set.accept(
                        context.policy(),
                        fields.duration(name, byDefault, shortest, longest).toMillis()),
                (json, name, policy) ->
                        json.put(name, Duration.ofMillis(get.apply(policy)).toString()),
                "`%s` to `%s`".formatted(shortest, longest));
    }

    static <E extends Enum<E>> SettingType choice(
            Function<PolicySetting.Context, E> byDefault,
            BiConsumer<PolicyDefinition.Builder, E> set,
            Function<PolicyDefinition, E> get) {
        return new SettingType(
                (fields, name, context) -> set.accept(context.policy(), fields.choice(name, byDefault.apply(context))),
                (json, name, policy) -> json.put(name, Choices.name(get.apply(policy))),
                "");
    }
}
