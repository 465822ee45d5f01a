// Puts the notices that are still open apart from those that have closed, by today's date in Asia/Shanghai: status.js
// has written the state of each into its chip. Without scripts the list stays whole and gives the dates.
(function () {
  "use strict";
  var list = document.querySelector("[data-notices] .lx-lines");
  if (!list) return;

  function group(name) {
    return document.querySelector('[data-notice-group="' + name + '"]');
  }

  function move(row, name) {
    group(name).querySelector(".lx-lines").appendChild(row);
  }

  function closing(row) {
    return row.querySelector("[data-closes-on]").getAttribute("data-closes-on");
  }

  function show(name) {
    var section = group(name);
    var count = section.querySelectorAll(".lx-line").length;
    section.querySelector("[data-count]").textContent = String(count);
    var none = section.querySelector("[data-none]");
    if (none) none.hidden = count > 0;
    section.hidden = count === 0 && !none;
  }

  var rows = Array.prototype.slice.call(list.children);
  var closed = rows.filter(function (row) { return row.querySelector('[data-status="closed"]'); });
  var open = rows.filter(function (row) { return closed.indexOf(row) < 0; });
  open.sort(function (a, b) { return closing(a) < closing(b) ? -1 : 1; });
  open.forEach(function (row) { move(row, "open"); });
  closed.forEach(function (row) { move(row, "closed"); });
  list.parentNode.removeChild(list);
  show("open");
  show("closed");
})();
