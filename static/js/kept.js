// What is typed and not saved yet is kept in the person's own browser, so that a lost connection, an ended session or a closed tab takes
// nothing. It is put back in its field, and told; where the saved text has changed since, both are shown and the person chooses.
// Only the same user sees it again; signing out removes it, and so do thirty days.
const kept = (() => {
  const { user, desk, out } = document.currentScript.dataset;
  const MINE = `kept:${user}:`;
  const DAYS = 30;
  const GUARDED = "form[data-guard]";
  const SILENT = ["csrfmiddlewaretoken", "version", "key"];
  const byId = (id) => document.getElementById(id);

  // --- what a form says

  const addressOf = (form) => {
    const url = new URL(form.getAttribute("action") || location.href, location.href);
    return url.pathname + url.search;
  };
  const versionOf = (form) => form.querySelector("[name=version]")?.value ?? "";
  const newKeyOf = (form) => form.querySelector("[name=key]"); // of a part that is not there yet
  const fieldsOf = (form, name) => [...form.elements].filter((field) => field.name === name);

  function valueOf(field, now) {
    if (field.matches("[type=checkbox], [type=radio]")) return (now ? field.checked : field.defaultChecked) ? [field.value] : [];
    if (!field.matches("select")) return [now ? field.value : field.defaultValue];
    const chosen = [...field.options].filter((option) => (now ? option.selected : option.defaultSelected));
    return (chosen.length || field.multiple ? chosen : [...field.options].slice(0, 1)).map((option) => option.value);
  }

  const said = (form, name, now) => fieldsOf(form, name).flatMap((field) => valueOf(field, now));
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  function changes(form) {
    const names = [...form.elements]
      .filter((field) => field.name && !field.matches("button, [type=hidden], [type=file], [type=password]"))
      .map((field) => field.name)
      .filter((name) => !SILENT.includes(name));
    const found = {};
    for (const name of new Set(names)) {
      if (!same(said(form, name, true), said(form, name, false))) found[name] = said(form, name, true);
    }
    return found;
  }

  function fill(form, fields) {
    for (const [name, values] of Object.entries(fields)) {
      fieldsOf(form, name).forEach((field, place) => {
        if (field.matches("[type=checkbox], [type=radio]")) field.checked = values.includes(field.value);
        else field.value = values[place] ?? "";
        field.closest("details")?.setAttribute("open", "");
      });
    }
    lineOf(form)?.classList.add("changed");
  }

  // A form that came back from the server unsaved holds what was typed as if it had been saved.
  const isRefused = (form) => form.querySelector(".conflict, .error-summary") !== null && !lineOf(form);

  // --- what is kept

  const keyOf = (form) => MINE + addressOf(form);
  const lineOf = (form) => form.closest("#outline li[data-key]");
  function load(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }
  function store(key, entry) {
    try {
      localStorage.setItem(key, JSON.stringify(entry));
    } catch {
      // Full or forbidden: the text still stands in its field.
    }
  }
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith("kept:"));
  const entries = () =>
    keys()
      .filter((key) => key.startsWith(MINE))
      .map((key) => ({ key, address: key.slice(MINE.length), ...load(key) }))
      .sort((one, other) => one.begun - other.begun);

  function keep(form) {
    const key = keyOf(form);
    const before = load(key);
    const fields = changes(form);
    if (isRefused(form)) for (const name of Object.keys(before?.fields ?? {})) fields[name] = said(form, name, true);
    // A title that says nothing is never saved, so there is nothing in it to give back.
    const empty = lineOf(form) && !Object.values(fields).flat().join("").trim();
    if (empty || !Object.keys(fields).length) return localStorage.removeItem(key);
    const now = Date.now();
    const entry = { begun: before?.begun ?? now, when: now, version: versionOf(form), key: newKeyOf(form)?.value, name: nameOf(form), page: location.pathname, fields };
    return store(key, { ...entry, place: placeOf(lineOf(form)) });
  }

  function nameOf(form) {
    const heading = form.closest(".panel-body")?.querySelector("h2") ?? form.querySelector("legend");
    return (lineOf(form) ? "" : (heading ?? document.querySelector("h1")).textContent).trim();
  }

  // Where a line stands that only this page has.
  function placeOf(line) {
    if (line?.dataset.new === undefined) return undefined;
    const under = line.parentElement.closest("li[data-key]");
    return { after: line.previousElementSibling?.dataset.key ?? "", under: under?.dataset.key ?? "" };
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest(GUARDED);
    if (form) keep(form);
  });

  // --- what was saved

  document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
    if (elt.matches(GUARDED)) elt.sent = changes(elt);
  });
  // When the page has taken the answer in; what was typed meanwhile is not saved by it.
  // A form that its answer has replaced hears nothing; what stands around it does, and names it in the request.
  document.addEventListener("htmx:afterRequest", ({ detail: { requestConfig: { elt }, xhr } }) => {
    if (elt.matches(GUARDED)) setTimeout(answered, 0, elt, xhr.status >= 200 && xhr.status < 300);
  });
  function answered(form, saved) {
    const key = keyOf(form);
    const fresh = [...document.querySelectorAll(GUARDED)].find((other) => keyOf(other) === key);
    if (form.isConnected || !saved) {
      if (saved) agree(form, form.sent);
      if (fresh) keep(fresh);
      if (saved) delete form.dataset.restored;
    } else {
      const typed = Object.entries(changes(form)).filter(([name, values]) => !same(values, form.sent[name]));
      if (typed.length && fresh) store(key, { ...load(key), version: versionOf(fresh), fields: Object.fromEntries(typed) });
      else localStorage.removeItem(key);
    }
    tell();
  }

  // A form that stays after its save has what was sent as what is saved.
  function agree(form, sent) {
    for (const [name, values] of Object.entries(sent)) {
      fieldsOf(form, name).forEach((field, place) => {
        if (field.matches("[type=checkbox], [type=radio]")) field.defaultChecked = values.includes(field.value);
        else if (field.matches("select")) for (const option of field.options) option.defaultSelected = values.includes(option.value);
        else field.defaultValue = values[place] ?? "";
      });
    }
  }

  // Without htmx the next page tells: a saved form leads to another page with a word of it.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("action") === out) for (const { key } of entries()) localStorage.removeItem(key);
    if (form.matches(GUARDED) && !(window.htmx && form.hasAttribute("hx-post"))) sessionStorage.setItem("kept-sent", keyOf(form));
  });
  function hear() {
    const key = sessionStorage.getItem("kept-sent");
    sessionStorage.removeItem("kept-sent");
    // The same form may be there again, empty: only a refused one says what is wrong with it.
    const refused = document.querySelector(".error-summary, .conflict");
    if (key && !refused && document.querySelector(".notice.success, .notice.info")) localStorage.removeItem(key);
  }

  // --- what is put back

  const isOlder = (form, entry) => form !== undefined && entry.version !== versionOf(form);

  function restore(form) {
    const entry = load(keyOf(form));
    if (!entry || form.dataset.restored !== undefined) return;
    if (isRefused(form)) return keep(form);
    const unsaved = Object.entries(entry.fields).filter(([name, values]) => !same(values, said(form, name, false)));
    if (!unsaved.length) return localStorage.removeItem(keyOf(form));
    entry.fields = Object.fromEntries(unsaved.filter(([name]) => fieldsOf(form, name).length));
    form.dataset.restored = "";
    if (!isOlder(form, entry)) fill(form, entry.fields);
    // It may have arrived, though its answer did not.
    if (newKeyOf(form) && entry.key) newKeyOf(form).value = entry.key;
    return undefined;
  }

  // New lines in the order that they were begun, so that one is there before the next is put after it.
  function restoreLines() {
    if (!byId("outline")) return;
    const found = (key) => (key ? byId(`d-${key.slice(0, 8)}`) : null);
    for (const { address, place: where } of entries()) {
      const [, page, key] = address.match(/^(.*)delar\/([0-9a-f-]{36})\/rad\/$/) ?? [];
      if (!where || page !== location.pathname || found(key)) continue;
      const after = found(where.after);
      const under = after ? null : found(where.under);
      document.querySelector(".outline-empty")?.remove();
      place(blankLine(key), under, after ?? (under || !where.after ? null : listBelow(null).lastElementChild));
    }
  }

  // --- what is told of it

  const notice = document.createElement("div");
  const formAt = (address) => [...document.querySelectorAll(GUARDED)].find((form) => addressOf(form) === address);
  const isMine = ({ address, fields }) => fields && location.pathname.startsWith(desk) && address.startsWith(location.pathname);

  function tell() {
    const found = entries().filter((entry) => {
      const form = formAt(entry.address);
      return form ? form.dataset.restored !== undefined : isMine(entry);
    });
    const before = notice.querySelectorAll("li").length;
    if (!found.length) return notice.replaceChildren();
    if (!notice.firstChild || before !== found.length) notice.replaceChildren(byId("kvar-mall").content.cloneNode(true));
    notice.querySelector("ul").replaceChildren(...found.map(row));
    return undefined;
  }

  function row(entry) {
    const item = byId("kvar-rad").content.cloneNode(true);
    const form = formAt(entry.address);
    const part = (name) => item.querySelector(`[data-${name}]`);
    const when = new Date(entry.when);
    part("name").textContent = entry.name;
    part("when").textContent = when.toLocaleString("sv-SE", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" }).replace(":", ".");
    const older = isOlder(form, entry);
    part("older").hidden = !older;
    part("use").hidden = !older;
    part("show").hidden = older || (!form && entry.address.endsWith("/rad/"));
    part("show").href = entry.address;
    part("texts").append(...Object.entries(entry.fields).map(([name, values]) => both(form, name, values, older)));
    part("show").addEventListener("click", (event) => show(event, entry.address));
    part("use").addEventListener("click", () => use(form, entry));
    part("drop").addEventListener("click", () => drop(entry));
    return item;
  }

  function both(form, name, values, older) {
    const shown = byId("kvar-text").content.cloneNode(true);
    const [field] = form ? fieldsOf(form, name) : [];
    shown.querySelector("[data-label]").textContent = lineOf(form ?? notice) ? "" : (field?.labels?.[0]?.textContent ?? "").trim();
    shown.querySelector("[data-mine]").textContent = values.join("\n");
    if (older) shown.querySelector("[data-saved]").textContent = said(form, name, false).join("\n");
    else shown.querySelector("[data-other]").remove();
    return shown;
  }

  function go(form, fields) {
    fieldsOf(form, Object.keys(fields)[0])[0].focus();
  }
  function show(event, address) {
    const form = formAt(address);
    const opener = [...document.querySelectorAll(".outline a")].find((link) => link.pathname === address);
    if (!form && !opener) return;
    event.preventDefault();
    if (form) go(form, load(keyOf(form)).fields);
    else opener.click();
  }
  function use(form, entry) {
    fill(form, entry.fields);
    keep(form);
    tell();
    go(form, entry.fields);
  }
  function drop({ key, address }) {
    localStorage.removeItem(key);
    const form = formAt(address);
    if (form) {
      form.reset();
      delete form.dataset.restored;
      const line = lineOf(form);
      line?.classList.remove("changed");
      if (line?.dataset.new !== undefined) discard(line);
    }
    tell();
    (notice.querySelector("button:not([hidden]), a:not([hidden])") ?? byId("innehall")).focus();
  }

  // Who cancels does not want the text back.
  document.addEventListener("click", (event) => {
    const form = event.target.closest(".form-end a:not([data-close])")?.closest(GUARDED);
    if (form) localStorage.removeItem(keyOf(form));
  });

  // --- when a page opens, and when it gets another form

  function look(within) {
    for (const form of within.querySelectorAll(GUARDED)) restore(form);
    if (within.matches?.(GUARDED)) restore(within);
    tell();
  }
  for (const key of keys()) if (!(load(key)?.when > Date.now() - DAYS * 24 * 60 * 60 * 1000)) localStorage.removeItem(key);
  document.querySelector("main .wrap")?.prepend(notice);
  hear();
  restoreLines();
  look(document);
  // The first of these is the page itself.
  document.addEventListener("htmx:load", ({ detail: { elt } }) => elt !== document.body && look(elt));
  document.addEventListener("contact", tell);

  // Whether a form holds something that goes nowhere by itself.
  const isOpen = () =>
    [...document.querySelectorAll(GUARDED)].some((form) => {
      const refused = lineOf(form)?.querySelector(".line-fault")?.textContent;
      return isRefused(form) || ((refused || !lineOf(form)) && Object.keys(changes(form)).length > 0);
    });
  return { isOpen };
})();
