// The small helps of every page: copy, share, print, the menu of narrow screens, the search form.
(function () {
  "use strict";

  function copy(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    var field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.className = "lx-hidden";
    document.body.appendChild(field);
    field.select();
    var done = document.execCommand("copy");
    document.body.removeChild(field);
    return done ? Promise.resolve() : Promise.reject(new Error("copy"));
  }

  function confirm(button) {
    var word = button.querySelector("[data-copy-word]");
    if (!word || button.hasAttribute("data-busy")) return;
    var before = word.textContent;
    button.setAttribute("data-busy", "");
    word.setAttribute("role", "status");
    word.textContent = button.getAttribute("data-done");
    setTimeout(function () {
      word.textContent = before;
      word.removeAttribute("role");
      button.removeAttribute("data-busy");
    }, 1600);
  }

  function copied(button, text) {
    copy(text).then(function () { confirm(button); }, function () { window.prompt("", text); });
  }

  function share(button) {
    var url = button.getAttribute("data-share-url");
    var title = button.getAttribute("data-share-title");
    if (!navigator.share) return copied(button, url);
    navigator.share({ title: title, url: url }).catch(function (error) {
      if (error.name !== "AbortError") copied(button, url);
    });
  }

  // The code as a picture, with the host in letters below it: a code alone does not say where it leads.
  function saveCode(button) {
    var drawing = button.parentNode.querySelector("svg");
    var canvas = document.createElement("canvas");
    var pen = canvas.getContext("2d");
    var picture = new Image();
    canvas.width = 960;
    canvas.height = 1040;
    picture.onload = function () {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.imageSmoothingEnabled = false;
      pen.drawImage(picture, 0, 0, 960, 960);
      pen.fillStyle = "#000";
      pen.textAlign = "center";
      pen.font = "600 44px sans-serif";
      pen.fillText(button.getAttribute("data-host"), 480, 990, 900);
      var link = document.createElement("a");
      link.download = button.getAttribute("data-save-code");
      link.href = canvas.toDataURL("image/png");
      link.click();
    };
    picture.src = "data:image/svg+xml," + encodeURIComponent(new XMLSerializer().serializeToString(drawing).replace("<svg", '<svg width="960" height="960"'));
  }

  function menu(link) {
    var nav = document.getElementById(link.getAttribute("href").slice(1));
    if (!nav) return;
    link.setAttribute("role", "button");
    link.setAttribute("aria-controls", nav.id);
    link.setAttribute("aria-expanded", "false");
    function open(state) {
      link.setAttribute("aria-expanded", String(state));
      nav.classList.toggle("lx-nav--open", state);
    }
    link.addEventListener("click", function (event) {
      event.preventDefault();
      open(link.getAttribute("aria-expanded") !== "true");
    });
    link.addEventListener("keydown", function (event) {
      if (event.key === " ") { event.preventDefault(); link.click(); }
    });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || link.getAttribute("aria-expanded") !== "true") return;
      open(false);
      link.focus();
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button");
    if (!button) return;
    if (button.hasAttribute("data-copy")) copied(button, button.getAttribute("data-copy"));
    else if (button.hasAttribute("data-share")) share(button);
    else if (button.hasAttribute("data-save-code")) saveCode(button);
    else if (button.hasAttribute("data-print")) window.print();
  });

  // The content security policy lets no form submit itself; this goes where the form would have gone.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || !form.hasAttribute("data-search-form")) return;
    event.preventDefault();
    var words = form.elements.q.value.trim();
    if (words) location.assign(form.action.split("?")[0] + "?q=" + encodeURIComponent(words));
    else form.elements.q.focus();
  });

  // On a wide screen there is room for one way to narrow the list; on a narrow one the list comes first.
  if (window.matchMedia("(min-width: 960px)").matches && !document.querySelector(".lx-facets > [open]")) {
    var facet = document.querySelector(".lx-facets > .lx-facet");
    if (facet) facet.setAttribute("open", "");
  }

  // A page without a verdict still says when it was read, by the clock of Asia/Shanghai; with one, status.js does.
  function clock() {
    if (document.querySelector("[data-verdict]")) return;
    var stamp = new Date(Date.now() + 8 * 3600000).toISOString();
    document.querySelectorAll("[data-now]").forEach(function (slot) {
      slot.textContent = stamp.slice(0, 10) + " " + stamp.slice(11, 16);
    });
  }

  clock();
  window.addEventListener("pageshow", clock);
  window.addEventListener("beforeprint", clock);
  document.querySelectorAll("[data-menu]").forEach(menu);
})();
