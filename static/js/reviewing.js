// The review: pointing at the plan shows the source and the other way round, keys do what the buttons do, and a swap keeps
// the reader's place. Loaded before editing.js, which guards forms with something typed in them (`unsaved`).
const chooseWords = document.currentScript.dataset.choose;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const byId = (id) => document.getElementById(id);

// --- pointing

const rowOf = (part) => byId(`rad-${part}`) ?? (part === "fakta" ? byId("uppgifter") : null);
const wordsOf = (part) => [...document.querySelectorAll(`#kalla-text [data-parts~="${part}"]`)];

function mark(part) {
  for (const old of document.querySelectorAll("#granskning .chosen")) old.classList.remove("chosen");
  for (const words of wordsOf(part)) words.classList.add("chosen");
  rowOf(part)?.classList.add("chosen");
}

function bringIn(element, pane) {
  if (!pane || pane.scrollHeight <= pane.clientHeight) {
    element.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    return;
  }
  // At once: a pane that glides while the page does stops halfway.
  const place = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  pane.scrollTo({ top: pane.scrollTop + place - pane.clientHeight / 3, behavior: "instant" });
}

function showSource(part, go) {
  mark(part);
  const [words] = wordsOf(part);
  const pane = byId("kalla-text");
  // Beside the plan the source follows along; below it, one has to go there.
  if (!words || (!go && pane.scrollHeight <= pane.clientHeight)) return;
  bringIn(words, pane);
  if (go) words.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const words = event.target.closest("a.read");
  const link = event.target.closest("[data-point]");
  if (words) {
    const part = words.dataset.parts.split(" ")[0];
    const row = rowOf(part);
    if (!row || !getSelection().isCollapsed) return;
    event.preventDefault();
    mark(part);
    bringIn(row);
    row.focus({ preventScroll: true });
  } else if (link && link.classList.contains("to-source")) {
    event.preventDefault();
    showSource(link.dataset.point, true);
  } else if (link && rowOf(link.dataset.point)) {
    event.preventDefault();
    showSource(link.dataset.point);
    bringIn(rowOf(link.dataset.point));
    rowOf(link.dataset.point).focus({ preventScroll: true });
  }
});
document.addEventListener("focusin", (event) => {
  const row = event.target.closest(".row[data-part], .part-form[data-part]");
  if (row) showSource(row.dataset.part);
});
document.addEventListener("mouseover", (event) => {
  const row = event.target.closest(".row[data-part]");
  const words = event.target.closest("a.read");
  if (row) mark(row.dataset.part);
  else if (words) mark(words.dataset.parts.split(" ")[0]);
});

// --- words chosen in the source

const chooser = document.createElement("a");
chooser.className = "button small";
chooser.textContent = chooseWords;

function placeOf(node, offset) {
  const line = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!line) return null;
  const before = document.createRange();
  before.setStart(line, 0);
  before.setEnd(node, offset);
  return Number(line.dataset.start) + before.toString().length;
}
document.addEventListener("selectionchange", () => {
  const chosen = getSelection();
  const text = byId("kalla-text");
  const range = chosen.rangeCount && !chosen.isCollapsed ? chosen.getRangeAt(0) : null;
  const inside = range && text?.dataset.add && text.contains(range.commonAncestorContainer);
  const start = inside ? placeOf(range.startContainer, range.startOffset) : null;
  const end = inside ? placeOf(range.endContainer, range.endOffset) : null;
  if (start === null || end === null) {
    chooser.remove();
    return;
  }
  chooser.href = `${text.dataset.add}?fran=${start}&till=${end}`;
  document.querySelector(".source-head").append(chooser);
});

// --- keys, while the focus is in a part

const rows = () => [...document.querySelectorAll("#forslag .row, #uppgifter .row")];

function step(row, way) {
  const all = rows();
  const next = all[all.indexOf(row) + way];
  if (!next) return;
  next.focus({ preventScroll: true });
  bringIn(next);
}

const KEYS = {
  j: (row) => step(row, 1),
  k: (row) => step(row, -1),
  g: (row, id) => {
    byId(`godta-${id}`)?.click();
    step(row, 1);
  },
  r: (row, id) => byId(`andra-${id}`)?.click(),
  m: (row, id) => byId(`fler-${id}`)?.click(),
  v: (row, id) => showSource(id, true),
};
const MOVES = { ArrowUp: "upp", ArrowDown: "ned", ArrowLeft: "ut", ArrowRight: "in" };

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.(".row[data-part]");
  if (!row || event.ctrlKey || event.metaKey || event.target.matches("input, textarea, select")) return;
  const id = row.dataset.part;
  const key = event.altKey ? MOVES[event.key] : KEYS[event.key.toLowerCase()];
  if (!key) return;
  event.preventDefault();
  if (event.altKey) byId(`${key}-${id}`)?.click();
  else key(row, id);
});

// --- swaps

let place = 0;
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.detail.elt.matches("[data-whole]")) return;
  const open = unsaved(document, event.detail.elt);
  if (!open) return;
  event.preventDefault();
  byId("besked").textContent = unsavedWords;
  open.querySelector("textarea, input:not([type=hidden])").focus();
});
document.addEventListener("htmx:beforeSwap", () => {
  place = byId("kalla-text")?.scrollTop ?? 0;
});
document.addEventListener("htmx:afterSettle", (event) => {
  // Every form of the page speaks of the draft as this page has it now.
  const version = byId("lage")?.dataset.version;
  for (const field of document.querySelectorAll("#granskning [name=version]")) field.value = version;
  const whole = byId("granskning");
  if (event.detail.elt !== whole && event.detail.target?.id !== "granskning") return;
  byId("kalla-text").scrollTop = place;
  const focus = whole.dataset.focus;
  if (focus && (!document.activeElement || document.activeElement === document.body)) byId(focus)?.focus();
});
document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-close]");
  if (!close || !byId(close.dataset.close)) return;
  event.preventDefault();
  byId(close.dataset.close).replaceChildren();
  byId(close.dataset.back)?.focus();
});
