// Looks up what was typed in the search shards and shows the answer. The page carries the words it needs as JSON in
// #search-strings, and a place for the answer, [data-search-results]. Shards, pieces and their hashing are described in
// generator/render/search.py; fold, normal, pieces and bucket here are the twins of the functions there.
(function () {
  "use strict";
  const SHOWN = 50;
  const EXPANDED = 5;
  const NEAR = 2, NEAREST = 5;
  const HEADS = [7, 4, 2];
  const HEAD = 6, TAIL = 4;
  const SIGNS = /[\x00-\/:-@\[-`{-\xbf\xd7\xf7\u2000-\u206f\u2190-\u2bff\u3000-\u3004\u3008-\u303f\u30fb\ufe00-\ufe6f\ufeff]+/g;
  const BLANKS = /[\x00- \xa0\u2000-\u200b\u2028\u2029\u3000\ufeff]+/;
  const CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const MISREAD = { O: "0", I: "1", Z: "2", S: "5" };
  const CODE_LIKE = /^[1-9ANY][1-9][0-9]{6}[0-9A-Z]+$/;
  const KIND = 0, PATH = 1, TITLE = 2, SUBTITLE = 3, SCHEDULE = 4, DEMO = 5, REGION = 6, SCHEME = 7, ALSO = 8, SOUND = 9;

  const place = document.querySelector("[data-search-results]");
  const form = document.querySelector("[data-search-form]");
  const base = ((place || form || document.documentElement).dataset.base) || "";
  const files = new Map();

  // Pieces -----------------------------------------------------------------------------------------------------------

  function fold(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  function normal(text) {
    return fold(text).replace(SIGNS, "");
  }

  function isAscii(text) {
    return /^[\x00-\x7f]*$/.test(text);
  }

  // The pieces of one word: any single one that is not too common lists every entry that can hold the word.
  function pieces(word) {
    const characters = Array.from(word);
    const pairs = characters.slice(1).map((next, place) => characters[place] + next).filter((pair) => !isAscii(pair));
    if (pairs.length || !isAscii(word)) return pairs;
    const length = HEADS.find((head) => head <= word.length);
    return length ? ["~" + word.slice(0, length)] : [];
  }

  function bucket(piece, count) {
    const key = piece[0] === "=" ? "#" + piece.slice(1).slice(-4) : piece;
    let value = 0x811c9dc5;
    for (const character of key) value = Math.imul(value ^ character.codePointAt(0), 0x01000193);
    return ((value ^ (value >>> 15)) >>> 0) % count;
  }

  // Files ------------------------------------------------------------------------------------------------------------

  function read(name) {
    if (!files.has(name)) {
      const asked = fetch(base + "search/" + name, { cache: "no-cache" }).then((response) => {
        if (!response.ok) throw new Error(name + ": " + response.status);
        return response.json();
      });
      asked.catch(() => files.delete(name));
      files.set(name, asked);
    }
    return files.get(name);
  }

  // The rows of a piece; null when it is too common to list any.
  async function rowsOf(piece) {
    const meta = await read("meta.json");
    const number = bucket(piece, meta.shards).toString(16);
    const shard = await read("0000".slice(number.length) + number + ".json");
    const places = Object.prototype.hasOwnProperty.call(shard.pieces, piece) ? shard.pieces[piece] : [];
    return places === 0 ? null : places.map((at) => shard.rows[at]);
  }

  // Numbers ----------------------------------------------------------------------------------------------------------

  function numberOf(row) {
    return normal(row[ALSO] || row[TITLE]).toUpperCase();
  }

  async function byNumber(number) {
    const exact = (await rowsOf("=" + number)) || [];
    if (exact.length) return { exact: exact, rows: [], common: false, near: [] };
    const lists = await Promise.all([rowsOf("#" + number.slice(-TAIL)), rowsOf("^" + number.slice(0, HEAD))]);
    const rows = [].concat(lists[0] || [], lists[1] || []);
    const alike = rows.filter((row) => numberOf(row).startsWith(number) || numberOf(row).endsWith(number));
    return { exact: [], rows: alike, common: lists.includes(null), near: nearest(rows, number) };
  }

  // The rows whose number is two slips or fewer away, the nearest first.
  function nearest(rows, number) {
    const far = (row) => slips(numberOf(row), number);
    return ordered(rows.filter((row) => far(row) <= NEAR), []).sort((a, b) => far(a) - far(b)).slice(0, NEAREST);
  }

  // Characters mistyped, left out, added or swapped with a neighbour (Damerau-Levenshtein), as far as that matters here.
  function slips(one, other) {
    if (Math.abs(one.length - other.length) > NEAR) return NEAR + 1;
    let before = [], last = Array.from({ length: other.length + 1 }, (_, place) => place);
    for (let i = 1; i <= one.length; i++) {
      const line = [i];
      for (let j = 1; j <= other.length; j++) {
        const same = one[i - 1] === other[j - 1];
        line[j] = Math.min(last[j] + 1, line[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) line[j] = Math.min(line[j], before[j - 2] + 1);
      }
      before = last;
      last = line;
    }
    return last[other.length];
  }

  // What is wrong with a number that looks like a unified social credit code (GB 32100-2015).
  function faults(number) {
    if (number.length !== 18) {
      const near = number.length > 14 && number.length < 22 && CODE_LIKE.test(number);
      return near ? [{ fault: "length", length: number.length }] : [];
    }
    const wrong = [];
    let total = 0, weight = 1;
    Array.from(number).forEach((character, place) => {
      const value = CODE_ALPHABET.indexOf(character);
      if (value < 0) wrong.push({ fault: "character", character: character, position: place + 1 });
      if (place < 17) total = (total + weight * value) % 31;
      weight = (weight * 3) % 31;
    });
    const expected = wrong.length ? "" : CODE_ALPHABET[(31 - total) % 31];
    if (expected && expected !== number[17]) wrong.push({ fault: "check", found: number[17], expected: expected, position: 18 });
    return wrong;
  }

  // The code with the letters that no code has written as the digits they look like; empty if that is no code either.
  function repaired(number) {
    const code = number.replace(/[OIZS]/g, (letter) => MISREAD[letter]);
    return code !== number && CODE_LIKE.test(code) && !faults(code).length ? code : "";
  }

  // What a wrong code becomes with the check character that its beginning calls for, and with its letters read as digits.
  async function guessed(number, wrong) {
    const checks = wrong.filter((fault) => fault.expected).map((fault) => number.slice(0, 17) + fault.expected);
    const lists = await Promise.all(checks.concat(repaired(number) || []).map((code) => rowsOf("=" + code)));
    return [].concat.apply([], lists.map((list) => list || []));
  }

  // Names ------------------------------------------------------------------------------------------------------------

  // The shortest list among the first pieces of the word that have one; null when all are too common.
  async function candidates(word) {
    const all = pieces(word);
    for (let start = 0; start < all.length; start += 3) {
      const lists = (await Promise.all(all.slice(start, start + 3).map(rowsOf))).filter((list) => list !== null);
      if (lists.length) return lists.reduce((short, list) => (list.length < short.length ? list : short));
    }
    return null;
  }

  function holds(row, word) {
    const named = normal(row[TITLE]).includes(word) || normal(row[ALSO] || "").includes(word);
    return named || (row[SOUND] || "").startsWith(word);
  }

  async function byName(words) {
    const long = words.filter((word) => pieces(word).length);
    const lists = await Promise.all(long.map(candidates));
    const rows = [].concat.apply([], lists.map((list) => list || []));
    return {
      rows: lists.some((list) => list && !list.length) ? [] : rows.filter((row) => words.every((word) => holds(row, word))),
      common: long.length > 0 && lists.every((list) => list === null),
      short: long.length === 0,
    };
  }

  // Articles and their headings: one short list, and nothing when it cannot be had, for records do not need it.
  async function articles(words) {
    if (words.some((word) => Array.from(word).length < 2)) return [];
    const rows = await read("articles.json").catch(() => []);
    return rows.filter((row) => words.every((word) => holds(row, word)));
  }

  function rank(row, words) {
    const title = normal(row[TITLE]), whole = words.join("");
    if (title === whole) return 0;
    if (title.startsWith(whole)) return 1;
    if (words.every((word) => title.includes(word))) return 2;
    return row[ALSO] ? 3 : 4;
  }

  // Best first, each page once.
  function ordered(rows, words) {
    const ranked = rows.map((row) => ({ row: row, rank: rank(row, words) }));
    ranked.sort((a, b) => a.rank - b.rank || a.row[TITLE].length - b.row[TITLE].length || (a.row[TITLE] < b.row[TITLE] ? -1 : 1));
    return once(ranked.map((item) => item.row));
  }

  // The first row of each page.
  function once(rows) {
    const seen = new Set();
    return rows.filter((row) => !seen.has(row[PATH]) && seen.add(row[PATH]));
  }

  // Answers ----------------------------------------------------------------------------------------------------------

  // {state, rows, faults, query}; state is empty, exact, found, malformed, common, short, brief, unknown or none.
  async function find(query) {
    const words = fold(query).split(BLANKS).map(normal).filter(Boolean);
    if (!words.length) return answer("empty", query);
    const whole = words.join("").toUpperCase();
    const isNumber = /^[0-9A-Z]{4,}$/.test(whole) && /[0-9]/.test(whole);
    const number = isNumber ? await byNumber(whole) : { exact: [], rows: [], common: false, near: [] };
    if (number.exact.length) return answer("exact", query, number.exact);
    const name = await byName(words);
    const told = isNumber || name.common ? [] : await articles(words);
    const rows = ordered(number.rows.concat(name.rows), words).concat(ordered(told, words));
    if (rows.length) return answer("found", query, rows);
    const wrong = isNumber ? faults(whole) : [];
    if (wrong.length) return answer("malformed", query, once((await guessed(whole, wrong)).concat(number.near)), wrong, repaired(whole));
    if (isNumber && whole.length > 9) return answer("unknown", query, number.near);
    if (name.common || number.common) return answer("common", query);
    if (name.short) return answer("short", query);
    if (isNumber && whole.length < HEAD) return answer("brief", query);
    return answer(isNumber ? "unknown" : "none", query, number.near);
  }

  function answer(state, query, rows, wrong, code) {
    return { state: state, query: query.trim(), rows: rows || [], faults: wrong || [], repaired: code || "" };
  }

  // What a list of suggestions shows of a row: of a certificate the holder and the scheme, for a grade needs its caution.
  function brief(row) {
    const notes = (row[SUBTITLE] || row[ALSO] || "").split(" \u00b7 ").slice(0, 2).join(" \u00b7 ");
    return { title: row[TITLE], note: notes, schedule: row[SCHEDULE] || "", address: address(row[PATH]) };
  }

  window.lixinSearch = { find: find, normal: normal, bucket: bucket, brief: brief };

  // The page ---------------------------------------------------------------------------------------------------------

  function address(path) {
    const [file, heading] = path.split("#");
    const there = base + file.split("/").map(encodeURIComponent).join("/");
    return heading ? there + "#" + encodeURIComponent(heading) : there;
  }

  if (!place) return;
  const strings = json("search-strings");
  const names = json("search-names");
  let latest = 0;

  function json(id) {
    const source = document.getElementById(id);
    return source ? JSON.parse(source.textContent) : {};
  }

  function say(key, values) {
    const text = key.split(".").reduce((level, part) => (level || {})[part], strings);
    return String(text === undefined ? key : text).replace(/\{(\w+)\}/g, (slot, name) => (name in values ? values[name] : slot));
  }

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function note(text, help) {
    const box = make("div", "lx-answer");
    box.appendChild(make("p", "lx-answer-text", text));
    help.forEach((line) => box.appendChild(make("p", "lx-answer-help", line)));
    return box;
  }

  // Certificates of the few enterprises that were found: their own files list them.
  async function expanded(rows, kinds) {
    const holders = rows.filter((row) => kinds[row[KIND]] === "enterprise");
    if (!holders.length || holders.length > EXPANDED) return rows;
    const lists = await Promise.all(holders.map((row) => held(row, kinds).catch(() => [])));
    const below = new Map(holders.map((row, at) => [row, lists[at]]));
    return once([].concat.apply([], rows.map((row) => [row].concat(below.get(row) || []))));
  }

  async function held(row, kinds) {
    const response = await fetch(address(row[PATH].replace(/\.html$/, ".json")));
    if (!response.ok) return [];
    const listed = (await response.json()).certificates || [];
    return listed.map((item) => {
      const scheme = (names.scheme || {})[item.scheme] || "";
      const notes = [row[TITLE], scheme].filter(Boolean).join(" \u00b7 ");
      return [kinds.indexOf("certificate"), "c/" + item.number + ".html", item.number, notes, item.schedule, row[DEMO], row[REGION], item.scheme];
    });
  }

  // In the look-up of certificates they come first; the order is otherwise that of the search.
  function arranged(rows, kinds) {
    if (place.dataset.mode !== "verify") return rows;
    const first = kinds.indexOf("certificate");
    return rows.filter((row) => row[KIND] === first).concat(rows.filter((row) => row[KIND] !== first));
  }

  function line(row, kinds) {
    const item = make("li", "lx-line");
    item.dataset.kind = kinds[row[KIND]];
    item.dataset.scheme = row[SCHEME] || "";
    item.dataset.region = row[REGION] || "";
    const main = item.appendChild(make("div", "lx-line-main"));
    const link = main.appendChild(make("a", "lx-line-title", row[TITLE]));
    link.href = address(row[PATH]);
    const notes = [row[SUBTITLE], row[ALSO] && ![row[TITLE], row[SUBTITLE]].includes(row[ALSO]) ? say("also", { text: row[ALSO] }) : "", row[DEMO] ? say("demo", {}) : ""];
    main.appendChild(make("p", "lx-line-note", notes.filter(Boolean).join(" \u00b7 ")));
    const side = item.appendChild(make("div", "lx-line-side"));
    if (row[SCHEDULE] && window.lixinStatus) side.appendChild(make("span", "lx-chip status")).dataset.schedule = row[SCHEDULE];
    side.appendChild(make("span", "lx-line-kind", say("kind." + kinds[row[KIND]], {})));
    return item;
  }

  function list(rows, kinds) {
    const items = make("ol", "lx-lines");
    rows.forEach((row) => items.appendChild(line(row, kinds)));
    if (window.lixinStatus) window.lixinStatus(items);
    items.querySelectorAll("[data-status]").forEach((chip) => { chip.closest("li").dataset.status = chip.dataset.status; });
    return items;
  }

  // Narrowing --------------------------------------------------------------------------------------------------------

  const FACETS = ["kind", "scheme", "region", "status"];

  function called(facet, value, items) {
    if (facet === "kind") return say("kind." + value, {});
    if (facet !== "status") return (names[facet] || {})[value] || value;
    const chip = items.find((item) => item.dataset.status === value).querySelector("[data-status]");
    return chip.textContent || value;
  }

  // A select for each facet that has more than one value among the items; what the address asks for is chosen.
  function narrowing(items, changed) {
    const box = make("div", "lx-narrow");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", place.dataset.narrow || "");
    const asked = new URLSearchParams(location.search);
    FACETS.forEach((facet) => {
      const counts = new Map();
      items.forEach((item) => { if (item.dataset[facet]) counts.set(item.dataset[facet], (counts.get(item.dataset[facet]) || 0) + 1); });
      if (counts.size + (counts.size && items.some((item) => !item.dataset[facet]) ? 1 : 0) < 2) return;
      const label = box.appendChild(make("label", "lx-narrow-facet"));
      label.appendChild(make("span", "", (names.facet || {})[facet] || facet));
      const select = label.appendChild(make("select", "lx-input"));
      select.name = facet;
      select.appendChild(new Option(say("any", {}), ""));
      counts.forEach((count, value) => select.appendChild(new Option(called(facet, value, items) + " (" + count + ")", value)));
      if (counts.has(asked.get(facet))) select.value = asked.get(facet);
      select.addEventListener("change", changed);
    });
    return box;
  }

  // The address keeps what is chosen, so that it can be passed on.
  function remember(selects) {
    const asked = new URLSearchParams(location.search);
    selects.forEach((select) => (select.value ? asked.set(select.name, select.value) : asked.delete(select.name)));
    history.replaceState(null, "", "?" + asked.toString());
  }

  // The results with what narrows them: as many as `limit` are shown, the rest behind a button.
  function results(rows, kinds, counted) {
    const parts = make("div", "");
    const items = list(rows, kinds);
    const all = Array.from(items.children);
    const more = make("button", "lx-button");
    more.type = "button";
    let limit = SHOWN;
    const box = narrowing(all, () => { limit = SHOWN; remember(selects); apply(); });
    const selects = Array.from(box.querySelectorAll("select"));
    function apply() {
      const fits = all.filter((item) => selects.every((select) => !select.value || item.dataset[select.name] === select.value));
      all.forEach((item) => { item.hidden = true; });
      fits.slice(0, limit).forEach((item) => { item.hidden = false; });
      more.hidden = fits.length <= limit;
      more.textContent = say("show_more", { count: Math.min(SHOWN, fits.length - limit) });
      counted(fits.length);
    }
    more.addEventListener("click", () => { limit += SHOWN; apply(); });
    if (selects.length) parts.appendChild(box);
    parts.append(items, more);
    if (rows.some((row) => row[SCHEME])) parts.appendChild(make("p", "lx-note", place.dataset.note || ""));
    apply();
    return parts;
  }

  // Answers shown ----------------------------------------------------------------------------------------------------

  function helpLines(found) {
    const values = { query: found.query };
    if (found.state === "malformed") return found.faults.map((fault) => say("malformed_" + fault.fault, fault)).concat(say("malformed_help", values));
    return ["unknown", "none", "common", "short", "brief", "empty"].includes(found.state) ? [say(found.state + "_help", values)] : [];
  }

  // The code as it was typed, in fours, with the characters that are wrong marked.
  function marked(found) {
    const wrong = new Set(found.faults.map((fault) => fault.position));
    const line = make("p", "lx-code lx-wrong-code");
    const characters = Array.from(fold(found.query).split(BLANKS).map(normal).join("").toUpperCase());
    characters.forEach((character, at) => {
      if (at % 4 === 0) line.appendChild(make("span", ""));
      line.lastChild.appendChild(wrong.has(at + 1) ? make("mark", "", character) : document.createTextNode(character));
    });
    return line;
  }

  function platform() {
    const url = place.dataset.platform || "";
    if (!/^https?:/.test(url)) return null;
    const link = make("a", "lx-more", say("platform", {}));
    link.href = url;
    link.rel = "external";
    return link;
  }

  function retry(code) {
    const line = make("p", "lx-answer-help", say("malformed_repaired", {}) + " ");
    line.appendChild(make("a", "lx-number", code)).href = "?q=" + encodeURIComponent(code);
    return line;
  }

  function refusal(found, kinds) {
    const box = note(say(found.state, { query: found.query }), helpLines(found));
    if (found.faults.some((fault) => fault.position)) box.insertBefore(marked(found), box.children[1]);
    if (found.repaired) box.appendChild(retry(found.repaired));
    if (found.rows.length) {
      box.appendChild(make("p", "lx-answer-help", say("near", {})));
      box.appendChild(list(found.rows, kinds));
    }
    const link = ["unknown", "malformed"].includes(found.state) ? platform() : null;
    if (link) box.appendChild(link);
    return box;
  }

  async function show(found, turn) {
    const kinds = found.rows.length ? (await read("meta.json")).kinds : [];
    if (found.state !== "found") return fill(found.state, [found.state === "exact" ? exact(found, kinds) : refusal(found, kinds)]);
    const rows = arranged(await expanded(found.rows, kinds), kinds);
    if (turn !== latest) return;
    const box = note("", []);
    const counted = (count) => { box.firstChild.textContent = say(count === 1 ? "found_one" : "found", { query: found.query, count: count }); };
    fill(found.state, [box, results(rows, kinds, counted)]);
  }

  function exact(found, kinds) {
    const box = note(say("exact", { query: found.query }), []);
    box.appendChild(list(found.rows, kinds));
    return box;
  }

  function fill(state, parts) {
    place.textContent = "";
    parts.forEach((part) => place.appendChild(part));
    place.dataset.answer = state;
  }

  function asked() {
    return new URLSearchParams(location.search).get("q");
  }

  async function run(query) {
    const turn = ++latest;
    if (query === null) return fill("", []);
    fill("loading", [note(say("loading", {}), [])]);
    try {
      const found = await find(query);
      if (turn !== latest) return;
      await show(found, turn);
      if (found.state === "exact" && found.rows.length === 1) location.replace(address(found.rows[0][PATH]));
    } catch (error) {
      if (turn === latest) fill("unavailable", [note(say("unavailable", {}), [say("unavailable_help", {})])]);
    }
  }

  function again() {
    const query = asked();
    if (form) form.elements.q.value = query || "";
    run(query);
  }

  if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      history.pushState(null, "", "?q=" + encodeURIComponent(form.elements.q.value.trim()));
      run(asked());
    });
  }
  window.addEventListener("popstate", again);
  again();
})();
