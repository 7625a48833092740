package workbook.engine.worker;

final class TestRunner {
}
