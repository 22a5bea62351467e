// A lost connection and an ended session: told on top of the page until they are over, and what could not be saved meanwhile is sent again,
// in order. A save carries the version that it saw, a new part its own key and a move the key of its act, so that what arrives twice changes
// nothing twice.
const contactWords = document.currentScript.dataset;

const contact = window.htmx && (() => {
  const FIRST_PAUSE = 2000; // milliseconds
  const LONGEST_PAUSE = 30_000;
  htmx.config.timeout = 30_000;

  const banner = document.createElement("div");
  banner.id = "kontakt";
  banner.setAttribute("role", "status");
  document.querySelector("main .wrap").prepend(banner);
  let told = 0; // when, so that it stands long enough to be read
  function say(kind, html) {
    told = Date.now();
    banner.className = kind && `notice ${kind}`;
    if (banner.innerHTML !== html) banner.innerHTML = html;
  }
  const inWords = (text) => `<p>${text}</p>`;

  const waiting = new Map(); // what got no answer, the first of it first: a form, or an act's key, and how it is sent again
  let trouble = ""; // "lost", "out" when the session has ended, or none
  let reason = ""; // the trouble in words
  let pause = FIRST_PAUSE;
  let timer;

  // A move that waits is told here, and not as the latest word of the page, which the next request takes away.
  function tell() {
    const moves = [...waiting.keys()].some((key) => typeof key === "string");
    say("warning", reason + (moves ? inWords(contactWords.later) : ""));
  }

  function lost() {
    trouble = "lost";
    reason = inWords(contactWords.lost);
    tell();
    clearTimeout(timer);
    timer = setTimeout(retry, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  function signedOut(html) {
    clearTimeout(timer);
    if (trouble === "out") return;
    trouble = "out";
    reason = html;
    tell();
  }

  // One at a time: what is answered leaves the queue (below), and then the next one goes.
  function retry() {
    clearTimeout(timer);
    for (const form of waiting.keys()) if (form.isConnected === false) waiting.delete(form); // kept.js has its text
    const [again] = waiting.values();
    if (again) return again();
    return fetch(contactWords.alive, { cache: "no-store" }).then((answer) => (answer.ok ? found() : lost()), lost);
  }

  function found() {
    pause = FIRST_PAUSE;
    if (!trouble) return;
    if (waiting.size) return retry();
    trouble = "";
    const open = kept.isOpen();
    say(open ? "warning" : "", inWords(open ? contactWords.open : contactWords.saved));
    banner.classList.add("notice");
    document.dispatchEvent(new Event("contact"));
  }

  // What has neither version nor key would be there twice, so that its author has to send it.
  function wait({ elt, requestConfig: { path, parameters } }) {
    const { akt } = parameters;
    if (akt && !waiting.has(akt)) {
      const values = { ...parameters };
      waiting.set(akt, () => htmx.ajax("POST", path, { source: elt, swap: "none", values }));
      if (trouble) tell();
    }
    if (elt.matches("form[data-guard]") && elt.querySelector("[name=version], [name=key]") && !waiting.has(elt)) {
      waiting.set(elt, () => htmx.trigger(elt, "submit"));
    }
  }
  function answered({ requestConfig: { elt, parameters } }) {
    waiting.delete(elt);
    waiting.delete(parameters.akt);
  }
  // What editing.js holds back until another form is saved waits for its author.
  document.addEventListener("htmx:beforeRequest", (event) => event.defaultPrevented && answered(event.detail));

  function failed(event) {
    if (event.detail.xhr.status && event.detail.xhr.status < 502) return;
    event.stopPropagation(); // live.js tells failures on pages without this file
    wait(event.detail);
    lost();
  }
  // What htmx.ajax promises, nobody waits for: these events tell that it failed.
  window.addEventListener("unhandledrejection", (event) => event.reason === undefined && event.preventDefault());
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, failed, { capture: true });
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status !== 401) return;
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    signedOut(event.detail.xhr.responseText);
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const { status } = detail.xhr;
    if (status === 401) return wait(detail);
    if (!status || status >= 502) return;
    answered(detail);
    if (trouble) setTimeout(found); // when the answer has been taken in
    else if (Date.now() > told + 10_000) say("", "");
  });
  // Somebody else may have signed in meanwhile, in another tab: what one has written is not saved in another's name.
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-Editor"] = contactWords.user;
  });

  const comeBack = () => trouble === "out" && waiting.size && !document.hidden && retry();
  window.addEventListener("offline", lost);
  window.addEventListener("online", retry);
  window.addEventListener("focus", comeBack);
  document.addEventListener("visibilitychange", comeBack);
  return { lost, signedOut, found, user: contactWords.user };
})();
