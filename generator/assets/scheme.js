// The application form of a scheme: printed alone, or saved as a text file. Nothing of it leaves the device.
(function () {
  "use strict";
  var form = document.querySelector("[data-form]");
  var root = document.documentElement;
  if (!form) return;

  function text(element) {
    return element ? element.textContent.replace(/\s+/g, " ").trim() : "";
  }

  function lines(field) {
    var name = text(field.querySelector("legend") || field.querySelector("label"));
    var ticks = field.querySelectorAll(".lx-tick");
    if (!ticks.length) return [name + ": " + field.querySelector("input, textarea").value.trim()];
    return [name + ":"].concat(Array.prototype.map.call(ticks, function (tick) {
      return (tick.querySelector("input").checked ? "[x] " : "[ ] ") + text(tick);
    }));
  }

  function save() {
    var all = [text(form.querySelector("h3")), ""];
    form.querySelectorAll(".lx-field, .lx-form-declaration").forEach(function (part) {
      all = all.concat(part.classList.contains("lx-field") ? lines(part) : [text(part)]);
    });
    var blob = new Blob(["\ufeff" + all.join("\r\n") + "\r\n"], { type: "text/plain;charset=utf-8" });
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = form.getAttribute("data-file");
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button");
    if (!button) return;
    if (button.hasAttribute("data-save-form")) save();
    if (!button.hasAttribute("data-print-form")) return;
    root.classList.add("lx-form-only");
    window.print();
  });

  // Paper has nothing to unfold: indicators are printed open, and closed again afterwards.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll(".lx-branch:not([open])").forEach(function (branch) {
      branch.open = true;
      branch.setAttribute("data-was-closed", "");
    });
  });
  window.addEventListener("afterprint", function () {
    root.classList.remove("lx-form-only");
    document.querySelectorAll("[data-was-closed]").forEach(function (branch) {
      branch.open = false;
      branch.removeAttribute("data-was-closed");
    });
  });
})();
