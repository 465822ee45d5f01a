// Puts the status of this very moment in its place. A page carries the changes of status as
// data-schedule="2024-03-01 valid|2025-01-10 suspended"; the last one not after today counts. Today is that of
// Asia/Shanghai, eight hours ahead of UTC all year. Words and icons come from <template> elements of the page.
(function () {
  "use strict";
  var DAY = 86400000;
  var SHIFT = 8 * 3600000;
  var shown = "";

  function shanghai() {
    return new Date(Date.now() + SHIFT).toISOString();
  }

  function days(from, to) {
    return Math.round((Date.parse(to + "T00:00:00Z") - Date.parse(from + "T00:00:00Z")) / DAY);
  }

  function at(schedule, today) {
    var changes = schedule.split("|");
    for (var i = changes.length - 1; i >= 0; i--) {
      var found = /^(\d{4}-\d\d-\d\d) ([a-z-]+)$/.exec(changes[i]);
      if (!found) return null;
      if (found[1] <= today) return { on: found[1], verdict: found[2] };
    }
    return null;
  }

  function words(selector) {
    var source = document.querySelector("template" + selector);
    return source ? document.importNode(source.content, true) : null;
  }

  function put(place, content) {
    while (place.firstChild) place.removeChild(place.firstChild);
    place.appendChild(content);
  }

  function number(content, value) {
    var slot = content.querySelector("[data-days]");
    if (slot) slot.textContent = String(value);
    return content;
  }

  function chip(element, state, value) {
    var content = words('[data-chip="' + state + '"]');
    if (!content) return;
    put(element, number(content, value));
    element.setAttribute("data-status", state);
  }

  function noticeState(opens, closes, today) {
    if (today < opens) return "upcoming";
    if (today > closes) return "closed";
    return today === closes ? "last-day" : "running";
  }

  function fill(root, today) {
    root.querySelectorAll("[data-schedule]:not([data-verdict])").forEach(function (element) {
      var now = at(element.getAttribute("data-schedule"), today);
      chip(element, now ? now.verdict : "unknown", "");
    });
    root.querySelectorAll("[data-closes-on]").forEach(function (element) {
      var closes = element.getAttribute("data-closes-on");
      var opens = element.getAttribute("data-opens-on") || "";
      chip(element, noticeState(opens, closes, today), days(today, closes));
    });
    root.querySelectorAll("[data-display-until]").forEach(function (element) {
      if (element.getAttribute("data-display-until") < today) remove(element);
    });
  }

  function remove(element) {
    var whole = element.closest("[data-empties]");
    element.parentNode.removeChild(element);
    if (whole && !whole.querySelector("[data-display-until]")) whole.parentNode.removeChild(whole);
  }

  function verdict(element, today, clock) {
    var now = at(element.getAttribute("data-schedule"), today);
    var content = now && words('[data-change="' + now.on + '"]');
    var state = content ? now.verdict : "unknown";
    if (!content) content = words('[data-change="unknown"]');
    var place = element.querySelector("[data-verdict-place]");
    if (state + today !== shown && place && content) put(place, content);
    if (state + today !== shown) element.setAttribute("data-verdict", state);
    shown = state + today;
    document.querySelectorAll("[data-now]").forEach(function (slot) { slot.textContent = clock; });
    return state;
  }

  function life(today, state) {
    document.querySelectorAll("svg[data-from]").forEach(function (bar) {
      var from = bar.getAttribute("data-from");
      var until = bar.getAttribute("data-until");
      var old = bar.querySelector(".lx-life-today");
      if (old) bar.removeChild(old);
      if (today < from || today > until) return;
      var x = Math.round(1000 * days(from, today) / Math.max(1, days(from, until) + 1));
      var line = document.createElementNS("http://www.w3.org/2000/svg", "path");
      line.setAttribute("class", "lx-life-today");
      line.setAttribute("d", "M" + x + " 2v40");
      bar.appendChild(line);
      var left = document.querySelector("[data-left]");
      var content = words("[data-left-words]");
      if (left && content && state === "valid") put(left, number(content, days(today, until) + 1));
    });
  }

  function update() {
    var stamp = shanghai();
    var today = stamp.slice(0, 10);
    fill(document, today);
    document.querySelectorAll("[data-verdict]").forEach(function (element) {
      life(today, verdict(element, today, today + " " + stamp.slice(11, 16)));
    });
  }

  function again() {
    update();
    setTimeout(again, DAY - (Date.now() + SHIFT) % DAY + 500);
  }

  window.lixinStatus = function (root) { fill(root || document, shanghai().slice(0, 10)); };
  window.lixinStatus.at = at;
  window.lixinStatus.put = put;
  window.lixinStatus.words = words;
  window.lixinStatus.now = shanghai;
  again();
  document.addEventListener("visibilitychange", function () { if (!document.hidden) update(); });
  window.addEventListener("pageshow", update);
  window.addEventListener("beforeprint", update);
})();
