// The outline: titles are typed in place, and the keys do what they do in an outliner. Every step is also a button, and a page works without
// this file. The server answers a change with what became of it; no line is swapped, so that nobody's typing is.
const outline = () => document.getElementById("outline"); // swapped as a whole when other lines are chosen
const spoken = document.currentScript.dataset;
const BLANK = "00000000-0000-0000-0000-000000000000";

const PAUSE = 2000; // milliseconds without a key before what is typed is saved

// --- lines

const lineOf = (part) => part?.closest("#outline li[data-key]");
const fieldOf = (line) => line?.querySelector(":scope > .line textarea");
const formOf = (line) => line.querySelector(":scope > .line");
const above = (line) => lineOf(line.parentElement);
const isNew = (line) => line.dataset.new !== undefined;
const said = (text) => text.trim().replace(/\s+/g, " ");
const isDirty = (line) => said(fieldOf(line).value) !== said(fieldOf(line).defaultValue);
const tell = (words) => { document.getElementById("besked").textContent = words; };

function save(line) {
  if (line && isDirty(line) && said(fieldOf(line).value)) htmx.trigger(formOf(line), "submit");
}
// Whoever leaves a line that is saved and says nothing now is told so by the server; a new one just goes.
function leave(line) {
  if (isNew(line) && !said(fieldOf(line).value)) discard(line);
  else if (isDirty(line)) htmx.trigger(formOf(line), "submit");
}

function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// The browser makes the key, so that a line whose answer was lost can be sent again and is still one element.
function blankLine(key = freshKey()) {
  const made = document.createElement("template");
  made.innerHTML = document
    .getElementById("blank")
    .innerHTML.replaceAll(BLANK, key)
    .replaceAll("00000000", key.slice(0, 8));
  const line = made.content.querySelector("li");
  line.dataset.new = "";
  equip(formOf(line)); // it is not in the page yet, and its events are not heard there
  htmx.process(line);
  return line;
}

// What only scripts need is not sent a thousand times: that a form goes by htmx where it goes without, and the button that folds.
function equip(form) {
  form.setAttribute("hx-post", form.getAttribute("action"));
  if (form.querySelector(".fold")) return;
  const fold = document.createElement("button");
  fold.className = "fold";
  fold.type = "button";
  fold.setAttribute("aria-expanded", "true");
  fold.setAttribute("aria-label", spoken.fold);
  form.querySelector(".line-head").append(fold);
}
document.addEventListener("htmx:beforeProcessNode", ({ target }) => target.matches(".line") && equip(target));

// Where a refusal is shown, right below the title.
function faultOf(line) {
  const field = fieldOf(line);
  const id = `f-${line.dataset.key.slice(0, 8)}`;
  const found = document.getElementById(id);
  if (found) return found;
  const made = document.createElement("div");
  made.className = "line-fault";
  made.id = id;
  field.setAttribute("aria-describedby", id);
  field.after(made);
  return made;
}

function mend(line) {
  faultOf(line).textContent = "";
  fieldOf(line).removeAttribute("aria-invalid");
}

function listBelow(line) {
  const list = line ? line.querySelector(":scope > ol") : outline().querySelector(":scope > ol");
  return list ?? line.appendChild(document.createElement("ol"));
}

// Where a line stands is told by the line before it, or by the one it is first under.
function place(line, under, after) {
  const field = document.activeElement;
  const held = line.contains(field) ? [field.selectionStart, field.selectionEnd] : null;
  const former = line.parentElement;
  if (after) after.after(line);
  else listBelow(under).prepend(line);
  if (former && !former.children.length && lineOf(former)) former.remove();
  if (!held) return;
  field.focus();
  if (field.matches("textarea")) field.setSelectionRange(...held);
}

function begin(after, under) {
  const line = blankLine();
  document.querySelector(".outline-empty")?.remove();
  place(line, under, after);
  begun = line;
  fieldOf(line).focus();
  tell(spoken.new);
}

// A new line that says nothing goes away by itself.
function discard(line) {
  const near = line.previousElementSibling ?? above(line) ?? line.nextElementSibling;
  const list = line.parentElement;
  line.remove();
  if (!list.children.length && lineOf(list)) list.remove();
  return near;
}
function standAt(line) {
  (fieldOf(line) ?? document.getElementById("ny-delar-knapp")).focus();
}

// --- steps

function step(line, way) {
  const before = line.previousElementSibling;
  const parent = above(line);
  const lowered = way === "in" && !before && said(fieldOf(line).value); // only the server knows the levels
  if (!isNew(line) || lowered) {
    save(line);
    move(line, { till: way });
    return;
  }
  if (way === "in" && before) place(line, before, listBelow(before).lastElementChild);
  else if (way === "ut" && parent) place(line, null, parent);
  else if (way === "upp" && before) place(line, parent, before.previousElementSibling);
  else if (way === "ned" && line.nextElementSibling) place(line, parent, line.nextElementSibling);
  else tell(spoken.stuck);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("#outline .line [name=till]");
  if (!button) return;
  event.preventDefault();
  step(lineOf(button), button.value);
});

function goTo(line, way) {
  const fields = [...outline().querySelectorAll("li[data-key] > .line textarea")].filter(
    (field) => field.offsetParent,
  );
  fields[fields.indexOf(fieldOf(line)) + way]?.focus();
}

// Folded branches stay so while the tab is open.
const folded = new Set(JSON.parse(sessionStorage.getItem("folded") ?? "[]"));
function fold(line, shut) {
  const button = line.querySelector(":scope > .line .fold");
  button.setAttribute("aria-expanded", String(!shut));
  folded[shut ? "add" : "delete"](line.dataset.key);
  sessionStorage.setItem("folded", JSON.stringify([...folded]));
}
const foldAgain = () => folded.forEach((key) => known(key.slice(0, 8)) && fold(known(key.slice(0, 8)), true));
document.addEventListener("click", (event) => {
  const button = event.target.closest("#outline .fold");
  if (button) fold(lineOf(button), button.getAttribute("aria-expanded") === "true");
});

// Tab is the browser's and leaves a title as it leaves any field. Only in a line begun here, until one leaves it or presses Esc, does it
// move the line: whoever walks through the page changes nothing, and is held nowhere (WCAG 2.1.2).
let begun = null;
document.addEventListener("focusin", (event) => {
  if (lineOf(event.target) !== begun) begun = null;
});

const KEYS = {
  Enter(line) {
    if (isNew(line) && !said(fieldOf(line).value)) return step(line, "ut");
    save(line);
    begin(line, null);
  },
  "Ctrl+Enter"(line) {
    save(line);
    formOf(line).querySelector(".line-tools a").click();
  },
  Tab: (line) => step(line, "in"),
  "Shift+Tab": (line) => step(line, "ut"),
  "Alt+ArrowUp": (line) => step(line, "upp"),
  "Alt+ArrowDown": (line) => step(line, "ned"),
  "Alt+ArrowLeft": (line) => step(line, "ut"),
  "Alt+ArrowRight": (line) => step(line, "in"),
  "Ctrl+ArrowUp": (line) => fold(line, true),
  "Ctrl+ArrowDown": (line) => fold(line, false),
};

function pressed(event) {
  const held = ["Ctrl", "Alt", "Shift"].filter((key) => event[`${key.toLowerCase()}Key`]);
  return [...held, event.key].join("+");
}

const isTitle = (field) => field.matches?.("#outline .line textarea");

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!isTitle(field) || event.isComposing) return;
  const line = lineOf(field);
  const keys = pressed(event);
  if (event.key === "Tab" && line !== begun) return;
  if (KEYS[keys]) {
    event.preventDefault();
    KEYS[keys](line);
  } else if (keys === "Escape") {
    if (line === begun) tell(spoken.free);
    begun = null;
    if (isNew(line) && !said(field.value)) standAt(discard(line));
  } else if (["Ctrl+z", "Ctrl+Shift+Z", "Ctrl+y"].includes(keys) && !isNew(line) && !isDirty(line)) {
    event.preventDefault(); // nothing is typed that the browser itself could undo
    document.querySelector(`#angra [name=${keys === "Ctrl+z" ? "angra" : "gor-om"}]`).click();
  } else if (keys === "Backspace" && isNew(line) && !field.value) {
    event.preventDefault();
    standAt(discard(line));
  } else if (keys === "ArrowUp" && field.selectionEnd === 0) {
    goTo(line, -1);
  } else if (keys === "ArrowDown" && field.selectionStart === field.value.length) {
    goTo(line, 1);
  }
});

document.addEventListener("focusout", (event) => {
  const line = lineOf(event.target);
  if (!line || formOf(line).contains(event.relatedTarget)) return;
  // A line that is being moved loses the focus for a moment.
  setTimeout(() => {
    if (!line.isConnected || formOf(line).contains(document.activeElement)) return;
    if (document.hasFocus()) leave(line);
    else save(line);
  });
});
let resting;
document.addEventListener("input", (event) => {
  if (!isTitle(event.target)) return;
  const line = lineOf(event.target);
  line.classList.toggle("changed", isDirty(line));
  // As it is saved, there is nothing wrong with it.
  if (!isDirty(line) && line.dataset.clash === undefined) mend(line);
  clearTimeout(resting);
  resting = setTimeout(save, PAUSE, line);
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("#ny-delar-knapp")) return;
  event.preventDefault();
  begin(listBelow(null).lastElementChild, null);
});

// A list from Word or a mail becomes lines.
document.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!isTitle(event.target) || text.trim().split(/\n/).length < 2) return;
  event.preventDefault();
  const line = lineOf(event.target);
  const empty = isNew(line) && !said(fieldOf(line).value);
  const before = empty ? line.previousElementSibling : line;
  const values = { text, efter: before?.dataset.key ?? "", under: above(line)?.dataset.key ?? "" };
  if (empty) discard(line);
  else save(line);
  send("delar/klistra/", values, { target: "#delar", swap: "outerHTML" });
});
document.addEventListener("pasted", (event) => fieldOf(known(event.detail.id)).focus());

// --- what goes to the server, and what comes back

// A change that is no form's. It waits for its turn among the lines' saves.
function send(address, values, swap) {
  htmx.ajax("POST", address, { source: "#outline", swap: "none", values, ...swap });
}
// The act's own key, so that one whose answer was lost can be sent again and is still done once.
function move(line, where) {
  send(formOf(line).getAttribute("action"), { ...where, akt: freshKey() });
}

document.addEventListener("htmx:configRequest", (event) => {
  const line = event.detail.elt.matches(".line") && lineOf(event.detail.elt);
  if (!line) return;
  // Where somebody else was first, only a press on Spara says that the person has seen it; another save may already have been waiting.
  if (line.dataset.clash !== undefined) return event.preventDefault();
  line.dataset.sent = fieldOf(line).value;
  faultOf(line);
  delete event.detail.parameters.till; // of the arrow that happens to have the focus
  if (!isNew(line)) return;
  let before = line.previousElementSibling;
  while (before && isNew(before)) before = before.previousElementSibling; // it will be sent, with a place of its own
  event.detail.parameters.efter = before?.dataset.key ?? "";
  event.detail.parameters.under = above(line)?.dataset.key ?? "";
});
document.addEventListener("click", (event) => {
  if (event.target.closest(".line-save")) delete lineOf(event.target).dataset.clash;
});
document.addEventListener("htmx:afterRequest", (event) => {
  const line = event.detail.elt.matches(".line") && lineOf(event.detail.elt);
  if (!line) return;
  const { status } = event.detail.xhr;
  const saved = status >= 200 && status < 300; // to htmx an answer that it swaps is a success
  if (status === 409) line.dataset.clash = "";
  if (saved) {
    delete line.dataset.new;
    delete line.dataset.clash;
    fieldOf(line).defaultValue = line.dataset.sent;
    line.classList.toggle("changed", isDirty(line));
    mend(line);
  }
  if (status === 409 || status === 422) fieldOf(line).setAttribute("aria-invalid", "true");
});

const known = (id) => (id ? document.getElementById(`d-${id}`) : null);
document.addEventListener("moved", (event) => {
  const { id, under, after } = event.detail;
  // Where some lines are hidden, the place may be beside one of them.
  if (new URLSearchParams(location.search).size) htmx.trigger("#sieve", "submit");
  else place(known(id), known(under), known(after));
});
document.addEventListener("removed", (event) => {
  const near = discard(known(event.detail.id));
  closePanel();
  standAt(near);
});

// Enter in "Gå till" puts the cursor in the first line that says the word.
document.addEventListener("htmx:afterSettle", (event) => {
  const asked = event.detail.requestConfig; // none where Back brought the lines
  if (asked?.elt.id !== "sieve" || asked.triggeringEvent?.type !== "submit") return;
  const words = document.getElementById("ord").value.trim().toLowerCase();
  const lines = [...outline().querySelectorAll("li[data-key] > .line")];
  lines.find((line) => line.textContent.toLowerCase().includes(words))?.querySelector("textarea").focus();
});

// --- the panel

// Held with Ctrl or the like, the link is the browser's: it opens a page of its own.
document.addEventListener("click", (event) => {
  const link = event.target.closest("#outline .line a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  htmx.ajax("GET", link.getAttribute("href"), { source: link, target: "#panel", swap: "innerHTML" });
});

const panel = document.getElementById("panel");
const help = panel.innerHTML;
function closePanel() {
  const line = known(panel.querySelector("[data-of]")?.dataset.of);
  panel.innerHTML = help;
  fieldOf(line)?.focus();
}
panel.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  event.preventDefault();
  closePanel();
});
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closePanel();
});

htmx.onLoad(foldAgain);
