package io.promptstream.local.query;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** So many a second, written as {@code 50} or {@code 50/s}. */
public final class Rate implements ITypeConverter<Double> {

    @Override
    public Double convert(String value) {
        var number = value.strip().replaceFirst("\\s*/\\s*s$", "");
        try {
            double rate = Double.parseDouble(number);
            if (rate > 0 && Double.isFinite(rate)) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // The message below says it.
        }
        throw new TypeConversionException("'" + value + "' is not a rate: write a number above 0, for example 50/s");
    }
}
