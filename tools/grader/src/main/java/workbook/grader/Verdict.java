package workbook.grader;

/// What can be said of one exercise of one submission, see docs/grading.adoc.
enum Verdict {
    PASS, FAIL, PARTIAL, COMPILE_ERROR, TIMEOUT, MEMORY_LIMIT, OUTPUT_LIMIT, CRASHED, REJECTED, TAMPERED, MISSING, INFRA_ERROR
}
