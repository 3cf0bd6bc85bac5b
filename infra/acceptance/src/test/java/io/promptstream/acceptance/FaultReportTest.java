package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.display.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultReportTest {

    @TempDir
    Path directory;

    @Test
    void writesALineForEachKindOfFaultAndOneForAll() throws Exception {
        // Given
        var report = new FaultReport(7, "exactly_once_v2");
        report.add(new FaultReport.Line("kill -9 of x", 30, 0, 100, 400, 50, 0, 0, true));
        report.add(new FaultReport.Line("duplicated records", 2, 80, 10, 40, 5, 3, 1, false));

        // When
        report.write(directory, "report");

        // Then
        assertThat(report.table())
                .containsExactly(
                        "fault               injected  records copied  queries in  rewards out  rounds learned  duplicates  losses  digests equal",
                        "kill -9 of x              30               0         100          400              50           0       0  yes",
                        "duplicated records         2              80          10           40               5           3       1  NO",
                        "all                       32              80         110          440              55           3       1  NO");
        assertThat(directory.resolve("report.txt"))
                .content()
                .startsWith("seed 7, exactly_once_v2")
                .contains(report.table());
        var json = Json.read(Files.readString(directory.resolve("report.json")), "the report");
        assertThat(json.at("/lines/1/duplicates").asLong()).isEqualTo(3);
    }
}
