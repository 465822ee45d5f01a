// What the record says of one day that the reader names, in the words that the verdict of that day would have. A day
// still to come is answered with that caution. Runs after status.js, which reads schedules.
(function () {
  "use strict";
  var status = window.lixinStatus;
  var source = document.querySelector("[data-verdict][data-schedule]");
  var box = document.querySelector("[data-ask]");
  if (!source || !box) return;

  function answer(day, toCome) {
    var then = status.at(source.getAttribute("data-schedule"), day);
    var words = then && status.words('[data-change="' + then.on + '"]');
    if (!words) return document.createDocumentFragment();
    var content = status.words("[data-then]");
    var chip = content.querySelector("[data-status]");
    var reason = words.querySelector(".lx-verdict-reason");
    content.querySelector("[data-day]").textContent = day;
    chip.setAttribute("data-status", then.verdict);
    chip.appendChild(words.querySelector("svg"));
    chip.appendChild(words.querySelector(".lx-verdict-word").firstChild);
    if (reason) content.querySelector("[data-reason]").textContent = reason.textContent;
    if (!toCome) content.removeChild(content.querySelector("[data-to-come]"));
    return content;
  }

  function ask() {
    var today = status.now().slice(0, 10);
    var field = box.querySelector("input");
    if (field.max < today) field.max = today;
    var day = /^\d{4}-\d\d-\d\d$/.test(field.value) ? field.value : "";
    var question = day + (day > today ? " to come" : "");
    if (box.getAttribute("data-ask") !== question) {
      status.put(box.querySelector("[data-ask-answer]"), answer(day, day > today));
      box.setAttribute("data-ask", question);
    }
    box.hidden = false;
  }

  box.querySelector("input").addEventListener("input", ask);
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("pageshow", ask);
  window.addEventListener("beforeprint", ask);
  ask();
})();
