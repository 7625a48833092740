package workbook.course;

import java.nio.file.Path;

/// One AsciiDoc text of the workbook and the page that is made of it.
///
/// @param file   absolute
/// @param name   [#file] relative to the workbook's root, with `/`: what problems and readers are shown
/// @param page   file name of the page; flat, because links to folders do not open from disk
/// @param number the chapter's number, or 0 for a text that is no chapter
record Source(Path file, String name, String page, int number) {
    static final String FRONT = "index.html";
    static final String GLOSSARY = "glossary.html";

    boolean isChapter() {
        return number > 0;
    }

    boolean isFront() {
        return page.equals(FRONT);
    }

    boolean isGlossary() {
        return page.equals(GLOSSARY);
    }

    Path folder() {
        return file.getParent();
    }
}
