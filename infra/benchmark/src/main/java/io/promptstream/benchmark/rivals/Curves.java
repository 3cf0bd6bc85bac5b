package io.promptstream.benchmark.rivals;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Accuracy against calls, a picture for each task and a line for each method: the mean over the seeds. */
record Curves(List<String> methods, List<Run> runs, long budget) {
    private static final int PLACES = 80;
    private static final double PERCENT = 100;

    /** Draws as SVG and PNG. */
    void draw(String task, Path folder) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(560)
                .title(task)
                .xAxisTitle("calls of the task model")
                .yAxisTitle("accuracy in percent, inputs never seen")
                .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setXAxisDecimalPattern("#,###");
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        for (var method : methods) {
            var of = runs.stream()
                    .filter(run -> run.task().equals(task) && run.method().equals(method))
                    .toList();
            if (!of.isEmpty()) {
                add(chart, method, of);
            }
        }
        Files.createDirectories(folder);
        var file = folder.resolve(task.replaceAll("[^A-Za-z0-9.-]+", "-")).toString();
        VectorGraphicsEncoder.saveVectorGraphic(chart, file, VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
        BitmapEncoder.saveBitmap(chart, file, BitmapEncoder.BitmapFormat.PNG);
    }

    private void add(XYChart chart, String method, List<Run> of) {
        var calls = new ArrayList<Double>();
        var scores = new ArrayList<Double>();
        LongStream.rangeClosed(0, PLACES).map(place -> place * budget / PLACES).forEach(made -> {
            calls.add((double) made);
            scores.add(PERCENT
                    * of.stream()
                            .mapToDouble(run -> run.scoreAfter(made))
                            .average()
                            .orElseThrow());
        });
        var series = chart.addSeries(method, calls, scores);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(new BasicStroke(2));
    }
}
