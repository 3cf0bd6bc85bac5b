package io.promptstream.languagemodel.training.card;

import io.promptstream.languagemodel.training.optimisation.CurvePoint;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Draws a loss curve as SVG: validation losses over the tokens trained on. */
public final class LossChart {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final int MARGIN = 48;

    private final List<CurvePoint> curve;
    private final double lowest;
    private final double highest;
    private final double tokens;

    /** @param curve at least one point */
    public LossChart(List<CurvePoint> curve) {
        this.curve = List.copyOf(curve);
        lowest = Math.floor(losses().min().orElse(0));
        highest = Math.max(lowest + 1, Math.ceil(losses().max().orElse(1)));
        tokens = curve.getLast().tokens();
    }

    public String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n",
                WIDTH,
                HEIGHT));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (int loss = (int) lowest; loss <= highest; loss++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\">%d</text>%n",
                    MARGIN,
                    WIDTH - MARGIN,
                    y(loss),
                    y(loss),
                    MARGIN - 20,
                    y(loss) + 4,
                    loss));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.1f million tokens</text>%n",
                WIDTH - MARGIN,
                HEIGHT - 16,
                tokens / 1e6));
        svg.append(line("text", "#1f77b4", 20, CurvePoint::textLoss));
        if (curve.stream().anyMatch(point -> point.labelledLoss() > 0)) {
            svg.append(line("labelled inputs", "#d62728", 36, CurvePoint::labelledLoss));
        }
        return svg.append("</svg>\n").toString();
    }

    private String line(String name, String colour, int legend, ToDoubleFunction<CurvePoint> loss) {
        String points = curve.stream()
                .map(point -> String.format(
                        Locale.ROOT, "%.1f,%.1f", x((double) point.tokens()), y(loss.applyAsDouble(point))))
                .collect(Collectors.joining(" "));
        return String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n<text x=\"%d\" y=\"%d\" fill=\"%s\" text-anchor=\"end\">%s</text>%n",
                points,
                colour,
                WIDTH - MARGIN,
                legend,
                colour,
                name);
    }

    private DoubleStream losses() {
        return curve.stream()
                .flatMapToDouble(point -> DoubleStream.of(point.textLoss(), point.labelledLoss()))
                .filter(loss -> loss > 0);
    }

    private double x(double at) {
        return MARGIN + (WIDTH - 2 * MARGIN) * at / tokens;
    }

    private double y(double loss) {
        return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (loss - lowest) / (highest - lowest);
    }
}
