document.getElementById("language").addEventListener("click", function () {
  var root = document.documentElement, stored = {};
  root.dataset.lang = root.dataset.lang === "zh" ? "en" : "zh";
  root.lang = root.dataset.lang === "zh" ? "zh-CN" : "en";
  try {
    stored = JSON.parse(localStorage.getItem("zhibiao") || "{}");
    stored.lang = root.dataset.lang;
    localStorage.setItem("zhibiao", JSON.stringify(stored));
  } catch (error) { /* a page from disk may have no storage */ }
});
