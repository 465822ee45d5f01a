// Looks up what was typed in the search shards and shows the answer. The page carries the words it needs as JSON in
// #search-strings, and a place for the answer, [data-search-results]. Shards, pieces and their hashing are described in
// generator/render/search.py; fold, normal, pieces and bucket here are the twins of the functions there.
(function () {
  "use strict";
  const SHOWN = 50;
  const HEADS = [7, 4, 2];
  const SIGNS = /[\x00-\/:-@\[-`{-\xbf\xd7\xf7\u2000-\u206f\u2190-\u2bff\u3000-\u3004\u3008-\u303f\u30fb\ufe00-\ufe6f\ufeff]+/g;
  const BLANKS = /[\x00- \xa0\u2000-\u200b\u2028\u2029\u3000\ufeff]+/;
  const CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const CODE_LIKE = /^[1-9ANY][1-9][0-9]{6}[0-9A-Z]+$/;
  const KIND = 0, PATH = 1, TITLE = 2, SUBTITLE = 3, SCHEDULE = 4, DEMO = 5, ALSO = 6, SOUND = 7;

  const place = document.querySelector("[data-search-results]");
  const base = (place && place.dataset.base) || document.documentElement.dataset.base || "";
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
    if (exact.length) return { exact: exact, rows: [], common: false };
    const lists = await Promise.all([rowsOf("#" + number.slice(-4)), rowsOf("^" + number.slice(0, 6))]);
    const rows = [].concat(lists[0] || [], lists[1] || []);
    const alike = rows.filter((row) => numberOf(row).startsWith(number) || numberOf(row).endsWith(number));
    return { exact: [], rows: alike, common: lists.includes(null) };
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
    if (expected && expected !== number[17]) wrong.push({ fault: "check", found: number[17], expected: expected });
    return wrong;
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
    const seen = new Set();
    return ranked.map((item) => item.row).filter((row) => !seen.has(row[PATH]) && seen.add(row[PATH]));
  }

  // Answers ----------------------------------------------------------------------------------------------------------

  // {state, rows, faults, query}; state is empty, exact, found, malformed, common, short, unknown or none.
  async function find(query) {
    const words = fold(query).split(BLANKS).map(normal).filter(Boolean);
    if (!words.length) return answer("empty", query);
    const whole = words.join("").toUpperCase();
    const isNumber = /^[0-9A-Z]{4,}$/.test(whole) && /[0-9]/.test(whole);
    const number = isNumber ? await byNumber(whole) : { exact: [], rows: [], common: false };
    if (number.exact.length) return answer("exact", query, number.exact);
    const name = await byName(words);
    const rows = ordered(number.rows.concat(name.rows), words);
    if (rows.length) return answer("found", query, rows);
    const wrong = isNumber ? faults(whole) : [];
    if (wrong.length) return answer("malformed", query, [], wrong);
    if (isNumber && whole.length > 9) return answer("unknown", query);
    if (name.common || number.common) return answer("common", query);
    if (name.short) return answer("short", query);
    return answer(isNumber ? "unknown" : "none", query);
  }

  function answer(state, query, rows, wrong) {
    return { state: state, query: query.trim(), rows: rows || [], faults: wrong || [] };
  }

  window.lixinSearch = { find: find, normal: normal, bucket: bucket };

  // The page ---------------------------------------------------------------------------------------------------------

  if (!place) return;
  const form = document.querySelector("[data-search-form]");
  const source = document.getElementById("search-strings");
  const strings = source ? JSON.parse(source.textContent) : {};
  let latest = 0;

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

  function address(path) {
    return base + path.split("/").map(encodeURIComponent).join("/");
  }

  function note(text, help) {
    const box = make("div", "lx-answer");
    box.appendChild(make("p", "lx-answer-text", text));
    help.forEach((line) => box.appendChild(make("p", "lx-answer-help", line)));
    return box;
  }

  function line(row, kinds) {
    const item = make("li", "lx-line");
    const main = item.appendChild(make("div", "lx-line-main"));
    const link = main.appendChild(make("a", "lx-line-title", row[TITLE]));
    link.href = address(row[PATH]);
    const notes = [row[SUBTITLE], row[ALSO] && row[ALSO] !== row[TITLE] ? say("also", { text: row[ALSO] }) : "", row[DEMO] ? say("demo", {}) : ""];
    main.appendChild(make("p", "lx-line-note", notes.filter(Boolean).join(" \u00b7 ")));
    const side = item.appendChild(make("div", "lx-line-side"));
    if (row[SCHEDULE] && window.lixinStatus) side.appendChild(make("span", "lx-chip status")).dataset.schedule = row[SCHEDULE];
    side.appendChild(make("span", "lx-line-kind", say("kind." + kinds[row[KIND]], {})));
    return item;
  }

  function list(rows, kinds) {
    const items = make("ol", "lx-lines");
    rows.forEach((row) => items.appendChild(line(row, kinds)));
    return items;
  }

  function helpLines(found) {
    const values = { query: found.query };
    if (found.state === "malformed") return found.faults.map((fault) => say("malformed_" + fault.fault, fault)).concat(say("malformed_help", values));
    return ["unknown", "none", "common", "short", "empty"].includes(found.state) ? [say(found.state + "_help", values)] : [];
  }

  function platform() {
    const url = place.dataset.platform || "";
    if (!/^https?:/.test(url)) return null;
    const link = make("a", "lx-more", say("platform", {}));
    link.href = url;
    link.rel = "external";
    return link;
  }

  // In the look-up of certificates they come first.
  function arranged(rows, kinds) {
    if (place.dataset.mode !== "verify") return rows;
    const first = kinds.indexOf("certificate");
    return rows.filter((row) => row[KIND] === first).concat(rows.filter((row) => row[KIND] !== first));
  }

  async function show(found) {
    const rows = found.rows.slice(0, SHOWN);
    const kinds = rows.length ? (await read("meta.json")).kinds : [];
    const count = found.rows.length;
    const key = found.state === "found" && count === 1 ? "found_one" : found.state;
    const box = note(say(key, { query: found.query, count: count, length: found.query.length }), helpLines(found));
    const link = ["unknown", "malformed"].includes(found.state) ? platform() : null;
    if (link) box.appendChild(link);
    const parts = [box];
    if (rows.length) parts.push(list(arranged(rows, kinds), kinds));
    if (count > rows.length) parts.push(make("p", "lx-answer-help", say("more", { count: count - rows.length })));
    fill(found.state, parts);
  }

  function fill(state, parts) {
    place.textContent = "";
    parts.forEach((part) => place.appendChild(part));
    place.dataset.answer = state;
    if (window.lixinStatus) window.lixinStatus(place);
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
      await show(found);
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
