// Who else has the plan open: asked every few seconds, shown above the outline and at the colleague's line, and read out only when somebody
// comes or leaves. Not by htmx, whose events would take it for something that the person did. It is also how a lost connection shows.
const here = document.getElementById("har-nu");
const comings = document.getElementById("har-nu-sagt");
const EVERY = 15_000;
let company = null; // names by user id; null before the first answer

function whereIAm() {
  const focus = document.activeElement;
  const line = focus.closest("#outline li[data-key]");
  const open = focus.closest("#panel")?.querySelector("[data-of]")?.dataset.of;
  return line?.dataset.key ?? (open && document.getElementById(`d-${open}`)?.dataset.key) ?? "";
}

function ourselves(more) {
  const fields = new FormData(here);
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  if (cookie) fields.set("csrfmiddlewaretoken", cookie.slice("csrftoken=".length));
  for (const [name, value] of Object.entries(more)) fields.set(name, value);
  return fields;
}

async function ask() {
  if (document.hidden) return;
  const options = {
    method: "POST",
    headers: { "HX-Request": "true", "X-Editor": contact.user },
    body: ourselves({ key: whereIAm() }),
  };
  let answer;
  try {
    answer = await fetch(here.action, options);
  } catch {
    return contact.lost();
  }
  if (answer.status === 401) return contact.signedOut(await answer.text());
  if (!answer.ok) return;
  contact.found();
  show(await answer.text());
}

function show(list) {
  const shown = here.querySelector("[data-list]");
  if (shown.dataset.last === list) return;
  shown.dataset.last = list;
  shown.innerHTML = list;
  for (const line of document.querySelectorAll("#outline li.theirs")) line.classList.remove("theirs");
  const now = new Map();
  for (const item of shown.querySelectorAll("[data-who]")) {
    now.set(item.dataset.who, item.dataset.name);
    if (item.dataset.line) document.getElementById(item.dataset.line)?.classList.add("theirs");
  }
  const came = [...now].filter(([who]) => !company?.has(who));
  const left = [...(company ?? [])].filter(([who]) => !now.has(who));
  const words = [
    ...came.map(([, name]) => here.dataset.came.replace("{}", name)),
    ...left.map(([, name]) => here.dataset.left.replace("{}", name)),
  ];
  if (words.length) comings.textContent = words.join(" ");
  company = now;
}

// Moving to another line is told at once, but not every line that the arrow keys pass.
let moving;
document.addEventListener("focusin", () => {
  clearTimeout(moving);
  moving = setTimeout(() => whereIAm() !== here.dataset.told && tellPlace(), 1500);
});
function tellPlace() {
  here.dataset.told = whereIAm();
  ask();
}
document.addEventListener("visibilitychange", () => ask());
window.addEventListener("pagehide", () => navigator.sendBeacon(here.action, ourselves({ borta: "1" })));
window.addEventListener("pageshow", (event) => event.persisted && ask());
setInterval(ask, EVERY);
window.addEventListener("load", tellPlace);
