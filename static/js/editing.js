// What editing needs beside htmx: no text is lost by a swap or a closed page, and the focus is never nowhere.
const unsavedWords = document.currentScript.dataset.unsaved;

// --- a form with something typed in it

const changed = new WeakSet();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) changed.add(form);
});
// A line stays when it is saved; what is typed while it is on its way counts as new.
document.addEventListener("htmx:beforeRequest", (event) => changed.delete(event.detail.elt));
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, xhr } = event.detail;
  if (!(xhr.status >= 200 && xhr.status < 300) && elt.matches("form[data-guard]")) changed.add(elt);
});
const unsaved = (within, except) =>
  [...within.querySelectorAll("form[data-guard]")].find((form) => form !== except && changed.has(form));

window.addEventListener("beforeunload", (event) => {
  if (unsaved(document, sent)) event.preventDefault();
});
let sent = null;
document.addEventListener("submit", (event) => {
  sent = event.target;
  freshToken(event.target.elements.csrfmiddlewaretoken);
});

// Moving, adding and removing swap a whole section, and with it the forms that are open in it.
document.addEventListener("htmx:beforeRequest", (event) => {
  document.getElementById("besked").textContent = ""; // what it told of is no longer the latest
  const form = event.detail.elt;
  if (event.detail.requestConfig.verb !== "post" || !form.matches(".row-tools, .part-form")) return;
  if (form.querySelector("[name=version]")) return; // swaps its own row alone
  const open = unsaved(form.closest(".section") ?? document, form);
  if (!open) return;
  event.preventDefault();
  document.getElementById("besked").textContent = unsavedWords;
  open.querySelector("textarea, input:not([type=hidden])").focus();
});

// --- a choice that is made by writing what it asks for

document.addEventListener("input", ({ target }) => {
  const choice = target.dataset.chooses && document.getElementById(target.dataset.chooses);
  if (choice && target.value) choice.checked = true;
});

// --- a session that ended

// Signing in anew, in another tab, changes the token; the cookie always has the one that counts.
function freshToken(field) {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  if (field && cookie) field.value = cookie.slice("csrftoken=".length);
}
document.addEventListener("htmx:configRequest", ({ detail: { verb, parameters } }) => {
  if (verb === "get") return;
  const field = { value: parameters.csrfmiddlewaretoken ?? "" };
  freshToken(field);
  parameters.csrfmiddlewaretoken = field.value;
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status !== 401) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

// --- the focus

// A swap that says nothing of the focus leaves it at the first button of the row, where the reader was.
document.addEventListener("htmx:afterSettle", (event) => {
  if (document.activeElement && document.activeElement !== document.body) return;
  const place = document.getElementById(event.detail.target?.id); // what Back brings back has none
  const row = place?.closest("li") ?? place?.closest(".section") ?? place;
  row?.querySelector("a.button, button")?.focus();
});
