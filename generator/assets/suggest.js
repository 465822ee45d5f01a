// Suggestions below the search field while one types: a combobox with a list (WAI-ARIA 1.2). Arrow keys choose, Enter
// opens what is chosen or else asks for what was typed, Escape closes. The look-up is that of search.js.
(function () {
  "use strict";
  const SHOWN = 8, PAUSE = 150;
  const form = document.querySelector("[data-search-form]");
  const field = form && form.elements.q;
  if (!field || !window.lixinSearch) return;
  const box = document.createElement("ul");
  const status = document.createElement("p");
  let timer = 0, turn = 0, chosen = -1;

  box.id = field.id + "-suggestions";
  box.className = "lx-suggestions";
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", (form.querySelector("label") || field).textContent);
  box.hidden = true;
  status.className = "lx-hidden";
  status.setAttribute("role", "status");
  field.parentNode.append(box, status);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", box.id);
  field.setAttribute("aria-expanded", "false");

  function close() {
    turn += 1;
    clearTimeout(timer);
    box.hidden = true;
    box.textContent = "";
    status.textContent = "";
    choose(-1);
    field.setAttribute("aria-expanded", "false");
  }

  function choose(place) {
    chosen = place;
    Array.from(box.children).forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", box.children[place].id);
    box.children[place].scrollIntoView({ block: "nearest" });
  }

  function part(tag, className, text) {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  function option(row, at) {
    const brief = window.lixinSearch.brief(row);
    const item = document.createElement("li");
    item.id = box.id + "-" + at;
    item.className = "lx-suggestion";
    item.setAttribute("role", "option");
    item.dataset.address = brief.address;
    const text = item.appendChild(part("span", "lx-suggestion-text", ""));
    text.append(part("b", "", brief.title), " ", part("span", "lx-muted", brief.note));
    if (brief.schedule && window.lixinStatus) item.appendChild(part("span", "lx-chip", "")).dataset.schedule = brief.schedule;
    return item;
  }

  function show(rows) {
    if (!rows.length) return close();
    box.textContent = "";
    rows.slice(0, SHOWN).forEach((row, at) => box.appendChild(option(row, at)));
    if (window.lixinStatus) window.lixinStatus(box);
    box.hidden = false;
    choose(-1);
    field.setAttribute("aria-expanded", "true");
    status.textContent = (form.dataset.suggested || "").replace("{count}", String(box.children.length));
  }

  async function ask() {
    const mine = ++turn, words = field.value;
    if (Array.from(words.trim()).length < 2) return close();
    try {
      const found = await window.lixinSearch.find(words);
      if (mine === turn && document.activeElement === field) show(["found", "exact"].includes(found.state) ? found.rows : []);
    } catch (error) {
      if (mine === turn) close(); // the answer page tells what went wrong
    }
  }

  function soon(event) {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, PAUSE);
  }

  function open(item) {
    close();
    location.assign(item.dataset.address);
  }

  field.addEventListener("input", soon);
  field.addEventListener("compositionend", soon);
  field.addEventListener("blur", close);
  form.addEventListener("submit", close);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = box.children.length;
    if (event.key === "ArrowDown" && !count) ask();
    if (event.key === "Escape" && count) { event.preventDefault(); close(); }
    if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); open(box.children[chosen]); }
    if (!count || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose((chosen + step + count + (chosen < 0 && step < 0 ? 1 : 0)) % count);
  });
  box.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  box.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) open(item);
  });
})();
