// What every page has: keys, copying, dropping files, light on words and their cards.

const OFF = "kipu-keys-off";
const VIEWS: Record<string, string> = {
  c: "/", t: "/timeline", p: "/names", n: "/network", d: "/documents", g: "/gaps", r: "/review",
  h: "/history", m: "/map",
};

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, select, textarea, [contenteditable]");
}

/** The address of a view as the page's own navigation has it, which differs in a published site. */
function lead(path: string): void {
  const links = document.querySelectorAll<HTMLAnchorElement>(".masthead nav a");
  const wanted = path === "/" ? ["/", "index.html"] : [path, `${path}.html`];
  for (const link of links) {
    const to = new URL(link.href).pathname;
    if (wanted.some((one) => to.endsWith(one) && (one !== "/" || to === "/"))) {
      link.click();
      return;
    }
  }
}

let waiting = "";
let row = -1;

function move(step: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>(".events tbody tr, .hits li")];
  if (!rows.length) return;
  rows[row]?.classList.remove("here");
  row = Math.min(Math.max(row + step, 0), rows.length - 1);
  const chosen = rows[row];
  chosen?.classList.add("here");
  chosen?.querySelector("a")?.focus({ preventScroll: true });
  chosen?.scrollIntoView({ block: "nearest" });
}

/** Goes from one account of an event to the next. */
function turn(step: number): boolean {
  const heads = [...document.querySelectorAll<HTMLAnchorElement>(".account > header a")];
  const now = heads.findIndex((head) => head === document.activeElement);
  const next = heads[now < 0 ? (step > 0 ? 0 : heads.length - 1) : now + step];
  next?.focus();
  next?.closest(".account")?.scrollIntoView({ block: "start" });
  return heads.length > 0;
}

/** The button that a field was opened for by its key, and that Enter in the field presses. */
const asking = new WeakMap<HTMLElement, HTMLButtonElement>();

/** Does what a key stands for: opens a fold, asks for a reason that is not there yet, or presses. */
function decide(keyed: HTMLElement): void {
  if (keyed instanceof HTMLDetailsElement) {
    keyed.open = true;
    const inside = keyed.querySelectorAll<HTMLElement>("select, input:not([type=hidden]), button, :scope details summary");
    const field = [...inside].find((one) => one.offsetParent !== null) ?? keyed.querySelector("summary");
    field?.focus();
    field?.scrollIntoView({ block: "nearest" });
    return;
  }
  const field = document.getElementById(keyed.dataset["asks"] ?? "");
  if (field instanceof HTMLInputElement && keyed instanceof HTMLButtonElement && !field.value.trim()) {
    asking.set(field, keyed);
    field.focus();
    return;
  }
  keyed.click();
}

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLElement) || !isTyping(field)) return;
  const button = asking.get(field);
  if (event.key === "Escape") {
    asking.delete(field);
    field.blur();
  } else if (event.key === "Enter" && button) {
    event.preventDefault();
    button.click();
  }
});

function press(key: string): boolean {
  if (waiting === "g") {
    waiting = "";
    const view = VIEWS[key];
    if (view) lead(view);
    return Boolean(view);
  }
  const keyed = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (keyed) { decide(keyed); return true; }
  switch (key) {
    case "j": move(1); return true;
    case "k": move(-1); return true;
    case "o": document.querySelector<HTMLAnchorElement>(".here a")?.click(); return true;
    case "[": return turn(-1);
    case "]": return turn(1);
    case "g": waiting = "g"; return true;
    case "/": document.querySelector<HTMLInputElement>("#q")?.focus(); return true;
    case "?": document.querySelector<HTMLAnchorElement>(".colophon a")?.click(); return true;
    default: return false;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || isTyping(event.target)) return;
  if (event.ctrlKey || event.metaKey) {
    // Ctrl-Z is undone as z is, where there is something to undo.
    const key = event.key.toLowerCase() === "z" ? (event.shiftKey ? "Z" : "z") : "";
    if (!key || !document.querySelector(`[data-key="${key}"]`)) return;
    event.preventDefault();
    press(key);
    return;
  }
  if (localStorage.getItem(OFF) === null && press(event.key)) event.preventDefault();
});

const keys = document.querySelector<HTMLInputElement>("#keys-off");
if (keys) {
  keys.closest("p")!.hidden = false;
  keys.checked = localStorage.getItem(OFF) !== null;
  keys.addEventListener("change", () => {
    if (keys.checked) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  });
}

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = button.parentElement?.querySelector(".citation")?.textContent ?? "";
    await navigator.clipboard.writeText(text.trim());
    const before = button.textContent;
    button.textContent = "✓";
    setTimeout(() => { button.textContent = before; }, 1200);
  });
}

const drop = document.querySelector<HTMLFormElement>(".drop");
if (drop) {
  // Wherever on the page they are let go: a browser would leave the page to show the file.
  const files = drop.querySelector<HTMLInputElement>("input[type=file]")!;
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (!event.dataTransfer?.files.length) return;
    files.files = event.dataTransfer.files;
    drop.querySelector<HTMLElement>("button")?.focus();
  });
}

// A word and the card that says what it became light up together.
function light(event: Event, on: boolean): void {
  const from = event.target instanceof Element ? event.target.closest("a.mark, .card, .small li") : null;
  if (!from) return;
  const card = from.matches("a.mark") ? from.getAttribute("href")?.slice(1) : from.id;
  if (!card) return;
  document.getElementById(card)?.classList.toggle("lit", on);
  for (const mark of document.querySelectorAll(`a.mark[href="#${CSS.escape(card)}"]`)) {
    mark.classList.toggle("lit", on);
  }
}
const reader = document.querySelector(".reader");
if (reader) {
  for (const name of ["mouseover", "focusin"]) reader.addEventListener(name, (event) => light(event, true));
  for (const name of ["mouseout", "focusout"]) reader.addEventListener(name, (event) => light(event, false));
}
