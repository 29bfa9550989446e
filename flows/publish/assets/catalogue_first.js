(function () {
  var root = document.documentElement, stored = {};
  try { stored = JSON.parse(localStorage.getItem("zhibiao") || "{}"); } catch (error) { stored = {}; }
  root.dataset.lang = stored.lang || (/^zh/.test(navigator.language) ? "zh" : "en");
  root.dataset.script = "1"; // what a script alone makes work is hidden without one
  root.lang = root.dataset.lang === "zh" ? "zh-CN" : "en";
  if (stored.theme) { root.dataset.theme = stored.theme; }
})();
