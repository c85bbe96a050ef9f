// The source panel beside the talk: a citation that is clicked opens its page, drawn by the server with the words
// marked. Everything shown comes from the JSON in the citation's data-citation attribute and is set as text, never as
// HTML. Without this script a citation is a plain link to the PDF.

const ZOOMS = [1, 1.25, 1.5, 2, 3];
const SCALES = [1, 1.5, 2, 3, 4];
const PAGE_WIDTH = 595; // points of an A4 page; only used to choose how sharp the picture has to be
const narrow = matchMedia("(max-width: 900px)");
const part = (name) => document.getElementById(name ? `ost-source-${name}` : "ost-source");

let shown = null; // {citation, page, zoom, opener}

function open(link) {
  const item = document.getElementById(link.dataset.source);
  if (!item || !part()) return false;
  const citation = JSON.parse(item.dataset.citation);
  const wasOpen = shown !== null;
  shown = { citation, page: citation.first, zoom: narrow.matches ? 1.25 : 1, opener: link };
  const panel = part();
  part("label").textContent = citation.label;
  part("label").lang = citation.language;
  part("quote").textContent = citation.quote;
  part("quote").lang = citation.language;
  part("unverified").hidden = citation.verified;
  panel.hidden = false;
  document.body.classList.add("has-source");
  markOpen(link.dataset.source);
  if (narrow.matches && !wasOpen) history.pushState({ source: true }, "");
  modal(narrow.matches);
  panel.focus({ preventScroll: true });
  if (!narrow.matches) link.scrollIntoView({ block: "nearest" }); // the talk has become narrower, and so longer
  showPage();
  return true;
}

function close(fromHistory) {
  if (!shown) return;
  const { opener } = shown;
  shown = null;
  part().hidden = true;
  document.body.classList.remove("has-source");
  markOpen(null);
  modal(false);
  if (!fromHistory && history.state && history.state.source) history.back();
  if (opener.isConnected) opener.focus({ preventScroll: !narrow.matches });
}

function modal(on) {
  // On a phone the panel covers the talk: what lies under it must not be reached.
  const panel = part();
  for (const name of ["role", "aria-modal"]) panel.removeAttribute(name);
  if (on) { panel.setAttribute("role", "dialog"); panel.setAttribute("aria-modal", "true"); }
  for (const under of document.querySelectorAll("#ost-chat, .ost-header")) under.inert = on;
}

function markOpen(source) {
  for (const link of document.querySelectorAll("a[data-source]")) {
    if (link.dataset.source === source) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function showPage() {
  const { citation, page, zoom } = shown;
  const words = part().dataset;
  const boxes = citation.boxes[page] || [];
  const values = { page, pages: citation.pages, title: citation.title, wording: citation.wording };
  part("page").textContent = filled(citation.pages ? words.pageOf : words.page, values);
  const meta = [citation.title];
  if (citation.wording) meta.push(filled(words.wording, values));
  part("meta").replaceChildren(...meta.map((text) => Object.assign(document.createElement("span"), { textContent: text })));
  part("meta").lang = citation.language;
  part("whole").href = `/pdf/${citation.document}#page=${page}`;
  button("previous").disabled = page <= 1;
  button("next").disabled = citation.pages !== null && page >= citation.pages;
  button("smaller").disabled = zoom === ZOOMS[0];
  button("larger").disabled = zoom === ZOOMS.at(-1);
  load(boxes, filled(boxes.length ? words.altMarked : words.alt, values));
}

function load(boxes, alt) {
  const { citation, page, zoom } = shown;
  const image = part("image");
  const sheet = part("sheet");
  const wanted = ((sheet.clientWidth * zoom) / PAGE_WIDTH) * devicePixelRatio;
  const scale = SCALES.find((one) => one >= wanted - 0.1) || SCALES.at(-1);
  const marks = boxes.map((box) => box.join(",")).join(";");
  const address = `/page/${citation.document}/${page}.png?scale=${scale}${marks ? `&marks=${marks}` : ""}`;
  image.style.width = `${zoom * 100}%`;
  image.alt = alt;
  const ready = () => { part("wait").hidden = true; part("missing").hidden = true; image.hidden = false; reveal(boxes, scale); };
  if (image.getAttribute("src") === address && image.complete && image.naturalWidth) { ready(); return; }
  image.hidden = true;
  part("wait").hidden = false;
  part("missing").hidden = true;
  image.onload = ready;
  image.onerror = () => { part("wait").hidden = true; part("missing").hidden = false; };
  image.src = address;
}

function reveal(boxes, scale) {
  // Bring the first marked line to the upper third of the sheet, and sideways to its middle.
  const sheet = part("sheet");
  const image = part("image");
  if (!boxes.length) { sheet.scrollTo(0, 0); return; }
  const perPoint = (image.clientWidth / image.naturalWidth) * scale;
  const left = Math.min(...boxes.map((box) => box[0])) * perPoint;
  const right = Math.max(...boxes.map((box) => box[2])) * perPoint;
  sheet.scrollTo((left + right - sheet.clientWidth) / 2, boxes[0][1] * perPoint - sheet.clientHeight / 3);
}

const button = (name) => part().querySelector(`[data-do="${name}"]`);

function zoomed(step) {
  const index = ZOOMS.indexOf(shown.zoom) + step;
  if (ZOOMS[index]) { shown.zoom = ZOOMS[index]; showPage(); }
}

const actions = {
  close: () => close(false),
  previous: () => { shown.page -= 1; showPage(); },
  next: () => { shown.page += 1; showPage(); },
  smaller: () => zoomed(-1),
  larger: () => zoomed(1),
};

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[data-source]");
  if (link && open(link)) event.preventDefault();
  const pressed = event.target.closest("#ost-source button[data-do]");
  if (pressed && shown) actions[pressed.dataset.do]();
  const skip = event.target.closest("a.skip");
  if (skip) { event.preventDefault(); document.querySelector("#ost-question textarea")?.focus(); }
});

document.addEventListener("keydown", (event) => {
  if (!shown || event.defaultPrevented) return;
  if (event.key === "Escape") close(false);
  else if (event.key === "Tab" && narrow.matches) keepInside(event);
});

function keepInside(event) {
  const reachable = [...part().querySelectorAll("button:not(:disabled), a, [tabindex='0']")];
  const edge = event.shiftKey ? reachable[0] : reachable.at(-1);
  if (document.activeElement !== edge && document.activeElement !== part()) return;
  if (document.activeElement === part() && !event.shiftKey) return;
  event.preventDefault();
  (event.shiftKey ? reachable.at(-1) : reachable[0]).focus();
}

addEventListener("popstate", () => close(true));
narrow.addEventListener("change", () => { if (shown) modal(narrow.matches); });

// Gradio sets the page's language to the browser's; what stands on it is in the language it was asked for.
const page = document.documentElement;
new MutationObserver(() => { if (page.lang !== page.dataset.language) page.lang = page.dataset.language; }).observe(page, { attributeFilter: ["lang"] });

// A question that was just put is brought into view, with its answer growing below it.
let turns = 0;
new MutationObserver(() => {
  const articles = document.querySelectorAll("#ost-thread .turn");
  document.body.classList.toggle("asked", articles.length > 0);
  if (articles.length > turns) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    articles[articles.length - 1].scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  } else if (articles.length < turns) close(false);
  turns = articles.length;
}).observe(document.body, { childList: true, subtree: true });
