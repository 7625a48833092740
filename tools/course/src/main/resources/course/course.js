// What the pages can do only with a script. Everything else works without; what needs this file is made by it.
"use strict";

function button(text, parent) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  parent.append(made);
  return made;
}

function theme() {
  const names = { "": "Auto", light: "Light", dark: "Dark" };
  const root = document.documentElement;
  const toggle = button("", document.querySelector(".top"));
  const show = () => {
    toggle.textContent = names[root.dataset.theme || ""];
    toggle.setAttribute("aria-label", "Theme: " + toggle.textContent);
  };
  toggle.addEventListener("click", () => {
    const order = Object.keys(names);
    root.dataset.theme = order[(order.indexOf(root.dataset.theme || "") + 1) % order.length];
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* not kept, still shown */ }
    show();
  });
  show();
}

// The code without its callout numbers; of a transcript only what was typed.
function words(pre) {
  const copy = pre.cloneNode(true);
  const isTyped = copy.querySelector(".gp");
  copy.querySelectorAll(isTyped ? ".conum, .gp, .go" : ".conum").forEach(it => it.remove());
  const text = copy.textContent.replace(/[ \t]+$/gm, "");
  return isTyped ? text.trim() : text;
}

function copyButtons() {
  for (const pre of document.querySelectorAll("main pre")) {
    const copy = button("Copy", pre.parentElement);
    copy.className = "copy";
    pre.before(copy);
    copy.setAttribute("aria-label", "Copy: " + pre.getAttribute("aria-label"));
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(words(pre));
        copy.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(pre);
        copy.textContent = "Selected";
      }
      setTimeout(() => { copy.textContent = "Copy"; }, 2000);
    });
  }
}

// Only what scrolls needs a stop for the keyboard.
function tabStops() {
  for (const region of document.querySelectorAll("main [role=region][tabindex]")) {
    if (region.scrollWidth <= region.clientWidth) region.removeAttribute("tabindex");
    else region.tabIndex = 0;
  }
}

// A long list of contents shows the part where one is.
function bookContents() {
  const nav = document.getElementById("book");
  const show = () => {
    const at = nav.querySelector("[aria-current]");
    nav.scrollTop = at ? at.offsetTop - nav.clientHeight / 2 : 0;
  };
  nav.addEventListener("toggle", show);
  show();
}

function followReading() {
  const links = [...document.querySelectorAll("#here a")];
  const targets = links.map(it => document.getElementById(decodeURIComponent(it.hash.slice(1))));
  const mark = () => {
    let at = -1;
    targets.forEach((it, i) => { if (it && it.getBoundingClientRect().top < innerHeight / 3) at = i; });
    links.forEach((it, i) => {
      if (i === at) it.setAttribute("aria-current", "location");
      else it.removeAttribute("aria-current");
    });
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();
}

function pageKeys() {
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, [tabindex='0']")) return;
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = rel && document.querySelector(`.turn [rel=${rel}]`);
    if (link) link.click();
  });
}

function quizzes() {
  for (const quiz of document.querySelectorAll("form.quiz")) {
    const answer = quiz.querySelector("details");
    const row = document.createElement("p");
    answer.before(row);
    const check = button("Check", row);
    const verdict = document.createElement("output");
    row.append(verdict);
    const compare = () => {
      const boxes = [...quiz.querySelectorAll("input")];
      if (!boxes.some(it => it.checked)) {
        verdict.textContent = "Choose first.";
      } else if (boxes.every(it => it.checked === it.hasAttribute("data-right"))) {
        verdict.textContent = "Right.";
        answer.open = true;
      } else {
        verdict.textContent = "Not what happens. Once more?";
      }
    };
    check.addEventListener("click", compare);
    quiz.addEventListener("submit", event => { event.preventDefault(); compare(); });
    quiz.addEventListener("change", () => { verdict.textContent = ""; });
  }
}

function printOpen() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach(it => { it.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach(it => { it.open = false; }));
}

// An old address of what now stands on another page: here is only the line that leads there.
function moved() {
  const line = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".sections li");
  if (line) location.replace(new URL(location.hash, line.querySelector("a")));
}

theme();
copyButtons();
tabStops();
addEventListener("resize", tabStops);
bookContents();
followReading();
pageKeys();
quizzes();
printOpen();
addEventListener("hashchange", moved);
moved();
