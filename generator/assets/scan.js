// Reads the code of a certificate from the camera or from a picture, on this device alone. Where the browser has a
// BarcodeDetector that knows such codes it is used; elsewhere qr-reader.js is loaded when it is first needed.
(function () {
  "use strict";
  const place = document.querySelector("[data-scan]");
  if (!place) return;
  const SIDES = [1000, 1600, 600];
  const PAUSE = 150;
  const strings = JSON.parse(document.getElementById("scan-strings").textContent);
  const answer = place.querySelector("[data-scan-answer]");
  const live = place.querySelector("[data-scan-live]");
  const video = place.querySelector("[data-scan-video]");
  const camera = place.querySelector("[data-scan-camera]");
  const file = place.querySelector("[data-scan-file]");
  let reader = null, stream = null, turn = 0;

  function say(key, values) {
    answer.textContent = String(strings[key]).replace(/\{(\w+)\}/g, (slot, name) => (name in (values || {}) ? values[name] : slot));
  }

  function look(address, words) {
    const link = document.createElement("a");
    link.className = "lx-more";
    link.href = address;
    link.textContent = words;
    answer.append(" ", link);
  }

  // Readers ----------------------------------------------------------------------------------------------------------

  async function ready() {
    reader = reader || (await native()) || (await loaded());
    return reader;
  }

  async function native() {
    if (!("BarcodeDetector" in window)) return null;
    const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
    if (!formats.includes("qr_code")) return null;
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    return async (source) => {
      const codes = await detector.detect(source).catch(() => []);
      return codes.length ? codes[0].rawValue : "";
    };
  }

  function loaded() {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = place.dataset.reader;
      script.addEventListener("load", () => resolve(read));
      script.addEventListener("error", () => { script.remove(); reject(new Error("failed")); });
      document.head.appendChild(script);
    });
  }

  // Large pictures are looked at in several sizes: a small code needs detail, a noisy one is clearer when it is small.
  async function read(source, once) {
    const width = source.videoWidth || source.width, height = source.videoHeight || source.height;
    for (const side of once ? SIDES.slice(0, 1) : SIDES) {
      const text = readAt(source, Math.min(1, side / Math.max(width, height)), width, height);
      if (text) return text;
    }
    return "";
  }

  function readAt(source, scale, width, height) {
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const paper = canvas.getContext("2d", { willReadFrequently: true });
    paper.fillStyle = "#fff"; // what a picture leaves transparent is paper
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(source, 0, 0, canvas.width, canvas.height);
    try {
      return window.lixinReadCode(paper.getImageData(0, 0, canvas.width, canvas.height));
    } catch (error) {
      return ""; // no code in it
    }
  }

  // What was read ----------------------------------------------------------------------------------------------------

  // {path, host, number}: a page of this site, the host of another, and the number that an address names.
  function meant(text) {
    const base = new URL(place.dataset.base || ".", location.href);
    let url = null;
    try { url = new URL(text); } catch (error) { return {}; }
    if (!/^https?:$/.test(url.protocol)) return {};
    const site = new URL(place.dataset.site);
    const named = /(?:^|\/)([ce])\/([^/]+)\.html$/.exec(url.pathname);
    const number = named ? decoded(named[2]) : "";
    const own = [site, base].some((home) => url.host === home.host && url.pathname.startsWith(home.pathname));
    if (!own) return { host: url.host, number: number };
    const home = url.host === base.host && url.pathname.startsWith(base.pathname) ? base : site;
    return { path: new URL(url.pathname.slice(home.pathname.length) || ".", base).href, number: number };
  }

  function decoded(text) {
    try { return decodeURIComponent(text); } catch (error) { return text; }
  }

  function take(text) {
    const found = meant(text), words = text.trim().slice(0, 200);
    if (found.path) { say("found", { text: found.number || words }); location.assign(found.path); return; }
    if (found.host) {
      say("foreign", { host: found.host, own: new URL(place.dataset.site).host });
      if (found.number) look("?q=" + encodeURIComponent(found.number), strings.foreign_number.replace("{number}", found.number));
      return;
    }
    if (/^[\p{L}\p{N}()\[\] ._\u2014/-]{4,40}$/u.test(words)) { say("found", { text: words }); location.assign("?q=" + encodeURIComponent(words)); return; }
    say("other", { text: words });
  }

  // Picture ----------------------------------------------------------------------------------------------------------

  async function picture(chosen) {
    stop();
    say("reading");
    const mine = ++turn;
    const image = await createImageBitmap(chosen).catch(() => null);
    if (!image) return mine === turn && say("unreadable");
    const find = await ready().catch(() => null);
    if (!find) return mine === turn && say("failed");
    const text = await find(image);
    image.close();
    if (mine !== turn) return;
    if (text) take(text); else say("nothing");
  }

  file.addEventListener("change", () => {
    const chosen = file.files[0];
    if (chosen) picture(chosen).finally(() => { file.value = ""; });
  });

  // Camera -----------------------------------------------------------------------------------------------------------

  async function watch() {
    stop();
    const mine = ++turn;
    answer.textContent = "";
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch (error) {
      return say(error.name === "NotAllowedError" ? "denied" : "no_camera");
    }
    if (mine !== turn) return stop();
    const find = await ready().catch(() => null);
    if (!find) { stop(); return say("failed"); }
    video.srcObject = stream;
    live.hidden = false;
    await video.play().catch(() => {});
    say("looking");
    while (mine === turn && stream) {
      const text = video.videoWidth ? await find(video, true) : "";
      if (text && mine === turn) { stop(); return take(text); }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  function stop() {
    turn += 1;
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.srcObject = null;
    live.hidden = true;
  }

  camera.hidden = !(navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
  camera.addEventListener("click", watch);
  place.querySelector("[data-scan-stop]").addEventListener("click", () => { stop(); answer.textContent = ""; camera.focus(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && stream) { stop(); answer.textContent = ""; } });
  window.addEventListener("pagehide", stop);
  place.hidden = false;
})();
