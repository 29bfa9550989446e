"use strict";
(function () {
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById("data").textContent);
  const find = (id) => document.getElementById(id);
  const safe = (url) => Boolean(url) && /^https?:\/\//i.test(url);
  const PAGE = 25;

  const WORDS = {
    zh: {
      all: "全部", target: "目标", actual: "结果", condition: "条件", none: "—", noRows: "没有符合条件的行。",
      inFiles: (total) => `下载文件里有全部 ${total} 行`,
      of: (shown, total) => `${shown} 行，共 ${total} 行`,
      cut: (held, total) => `（页面只带最新 ${held} 行，全部 ${total} 行在下载文件里）`,
      page: (page, pages) => `${page} / ${pages}`,
      indicator: "指标", place: "地区", value: "数值", goal: "目标值", period: "时期", deadline: "期限",
      progress: "进度", status: "性质", source: "来源", close: "关闭", words: "原文", as: "文中写作",
      subject: "主体", hedge: "语气", plan: "规划期", id: "行标识", result: "最近结果", published: "发布",
      confidence: "置信度", dispute: "复制此行信息以提出异议", copied: "已复制", growth: "增速", change: "变化",
      year_on_year: "同比", period_on_period: "环比", base_period: "较基期", withheld: "本版不附原句",
      met: "已达成", on_track: "按进度", behind: "落后", missed: "未达成", open: "尚难判断", no_result: "尚无结果",
      outcome: "进展", notHere: (id) => `这一行（${id}）不在本页所带的行里；下载文件里有全部行。`,
      example: "智能工厂 苏州 2030", raw: "原始文件", saveData: "数据 CSV", embed: "嵌入代码", link: "复制本行链接",
    },
    en: {
      all: "all", target: "target", actual: "result", condition: "condition", none: "—", noRows: "No row fits.",
      inFiles: (total) => `All ${total} rows are in the files.`,
      of: (shown, total) => `${shown} of ${total} rows`,
      cut: (held, total) => ` (this page carries the latest ${held}; the files hold all ${total})`,
      page: (page, pages) => `${page} / ${pages}`,
      indicator: "Indicator", place: "Place", value: "Value", goal: "Target", period: "Period", deadline: "Deadline",
      progress: "Progress", status: "Status", source: "Source", close: "Close", words: "In its words", as: "As written",
      subject: "Said of", hedge: "Hedge", plan: "Plan", id: "Row", result: "Latest result", published: "Published",
      confidence: "Confidence", dispute: "Copy this row to dispute it", copied: "Copied", growth: "growth", change: "change",
      year_on_year: "year on year", period_on_period: "on the period before", base_period: "on a base period",
      withheld: "this release leaves the clause out",
      met: "met", on_track: "on track", behind: "behind", missed: "missed", open: "too early to tell", no_result: "no result yet",
      outcome: "Outcome", notHere: (id) => `Row ${id} is not among those that this page carries; the files hold all.`,
      example: "smart factories Suzhou 2030", raw: "raw file", saveData: "Data (CSV)", embed: "Embed", link: "Copy a link to this row",
    },
  };
  const SIGNS = { ge: "≥ ", gt: "> ", le: "≤ ", lt: "< ", approx: "≈ " };
  const language = () => root.dataset.lang;
  const words = () => WORDS[language()];

  function unpack(name) {
    const packed = data[name];
    return packed.rows.map((cells) => {
      const row = { table: name };
      packed.columns.forEach((column, index) => { row[column] = cells[index]; });
      if (name === "targets") {
        row.status = "target"; row.value = row.target; row.value_high = row.target_high; row.period_end = row.deadline;
      }
      row.place = row.region || "";
      row.state = row.outcome || row.status;
      row.year = (row.period_end || "").slice(0, 4);
      row.haystack = [row.indicator, row.indicator_name, row.indicator_name_en, row.subject, row.region, row.province,
        row.plan, row.title, row.publisher, row.quote, row.evidence, row.year, row.unit, row.unit_en, row.topic,
        data.topics[row.topic], row.region_en, row.province_en, row.indicator_id]
        .filter(Boolean).join("\n").toLowerCase();
      return row;
    });
  }
  const tables = { targets: unpack("targets"), metrics: unpack("metrics") };

  const EMPTY = { q: "", topic: "", place: "", year: "", status: "", sort: "", down: false, page: 0 };
  const state = { table: "targets", lang: "", q: "", topic: "", place: "", year: "", status: "", sort: "", down: false, page: 0 };

  function number(value) {
    const zh = language() === "zh";
    const large = Math.abs(value) >= (zh ? 10000 : 1000000);
    const options = large ? { notation: "compact", compactDisplay: "long", maximumSignificantDigits: 6 } : { maximumFractionDigits: 6 };
    return new Intl.NumberFormat(zh ? "zh-CN" : "en", options).format(value);
  }
  function unit(row) {
    return language() === "en" && row.unit in data.units ? data.units[row.unit] : row.unit;
  }
  function place(row) { return (language() === "en" && row.region_en) || row.region || ""; }
  function amount(row) {
    const high = row.value_high === null || row.value_high === undefined ? "" : "–" + number(row.value_high);
    return (SIGNS[row.comparator] || "") + number(row.value) + high;
  }
  function measure(row) {
    const parts = [row.basis && words()[row.basis], row.measure !== "level" && words()[row.measure]];
    return parts.filter(Boolean).join(" ");
  }
  function name(row) {
    // A class of what the text names says less than the text.
    if (row.indicator_kind === "class") { return row.indicator; }
    return (language() === "en" && row.indicator_name_en) || row.indicator_name || row.indicator;
  }
  function period(row) {
    const first = row.period_start, last = row.period_end;
    if (!last) { return first ? first + " –" : ""; }
    if (row.table === "targets") { return last.endsWith("-12-31") ? last.slice(0, 4) : last; }
    if (first && first.endsWith("-01-01") && last.endsWith("-12-31")) {
      return first.slice(0, 4) === last.slice(0, 4) ? last.slice(0, 4) : first.slice(0, 4) + "–" + last.slice(0, 4);
    }
    return first && first !== last ? first + " – " + last : last;
  }

  const COLUMNS = {
    targets: [["indicator", 30, name], ["place", 14, place], ["goal", 18, (r) => r.value],
      ["deadline", 10, (r) => r.period_end], ["progress", 14, (r) => r.progress], ["source", 14, (r) => r.published_on]],
    metrics: [["indicator", 30, name], ["place", 14, place], ["value", 18, (r) => r.value],
      ["period", 14, (r) => r.period_end], ["status", 10, (r) => r.status], ["source", 14, (r) => r.published_on]],
  };

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "on") { for (const [event, call] of Object.entries(value)) { made.addEventListener(event, call); } }
      else if (value !== null && value !== undefined && value !== false) { made.setAttribute(key, value === true ? "" : value); }
    }
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  }

  function chosen() {
    const terms = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = tables[state.table].filter((row) =>
      (!state.topic || row.topic === state.topic) && (!state.place || row.place === state.place || row.province === state.place) &&
      (!state.year || row.year === state.year) && (!state.status || row.state === state.status) &&
      terms.every((term) => row.haystack.includes(term)));
    const column = COLUMNS[state.table].find(([key]) => key === state.sort);
    if (column) {
      const collator = new Intl.Collator("zh-CN", { numeric: true });
      const sign = state.down ? -1 : 1;
      rows.sort((a, b) => {
        const x = column[2](a), y = column[2](b);
        const lackX = x === null || x === undefined || x === "", lackY = y === null || y === undefined || y === "";
        if (lackX || lackY) { return lackX - lackY; }
        return sign * (typeof x === "number" ? x - y : collator.compare(x, y));
      });
    }
    return rows;
  }

  function cell(key, row) {
    const w = words();
    switch (key) {
      case "indicator": return element("td", {},
        element("button", { type: "button", class: "name", "aria-haspopup": "dialog" }, name(row)),
        row.subject && row.subject !== row.region ? element("small", {}, " " + row.subject) : "");
      case "place": return element("td", { "data-label": w.place }, place(row));
      case "goal": case "value": return element("td", { class: "value", "data-label": w[key] },
        amount(row) + " " + unit(row), measure(row) ? element("small", {}, " " + measure(row)) : "");
      case "deadline": case "period": return element("td", { "data-label": w[key] }, period(row) || w.none);
      case "status": return element("td", { "data-label": w.status },
        element("span", { class: "tag " + row.status }, w[row.status]));
      case "progress": {
        const outcome = element("span", { class: "tag " + row.outcome }, w[row.outcome]);
        if (row.progress === null) { return element("td", { "data-label": w.progress }, outcome); }
        const share = Math.round(row.progress * 100);
        const over = (row.comparator === "le" || row.comparator === "lt") && share > 100;
        const bar = element("i", { class: row.outcome === "met" ? "met" : (over ? "over" : null) });
        bar.style.width = Math.max(2, Math.min(100, share)) + "%";
        return element("td", { "data-label": w.progress }, share + "% ", outcome, element("span", { class: "meter", "aria-hidden": "true" }, bar));
      }
      default: return element("td", { "data-label": w.source }, element("small", {}, row.publisher + " ",
        element("span", { class: "date" }, row.published_on)));
    }
  }

  function draw() {
    const w = words(), rows = chosen(), held = tables[state.table].length, total = data[state.table].total;
    const pages = Math.max(1, Math.ceil(rows.length / PAGE));
    state.page = Math.min(state.page, pages - 1);
    find("head").replaceChildren(...COLUMNS[state.table].map(([key, width]) => {
      const sorted = state.sort === key ? (state.down ? "descending" : "ascending") : null;
      const head = element("th", { scope: "col", "aria-sort": sorted },
        element("button", { type: "button", on: { click: () => sortBy(key) } }, w[key]));
      head.style.width = width + "%";
      return head;
    }));
    const shown = rows.slice(state.page * PAGE, state.page * PAGE + PAGE);
    find("body").replaceChildren(...shown.map((row) => element("tr", { "data-id": row.metric_id, on: { click: () => open(row) } },
      ...COLUMNS[state.table].map(([key]) => cell(key, row)))));
    if (!rows.length) {
      const more = held < total ? element("a", { href: "#downloads" }, w.inFiles(total.toLocaleString())) : "";
      find("body").append(element("tr", {}, element("td", { colspan: 6 }, w.noRows, " ", more)));
    }
    find("count").textContent = w.of(rows.length.toLocaleString(), held.toLocaleString()) +
      (held < total ? w.cut(held.toLocaleString(), total.toLocaleString()) : "");
    find("page").textContent = w.page(state.page + 1, pages);
    find("back").disabled = state.page === 0;
    find("next").disabled = state.page >= pages - 1;
    for (const tab of document.querySelectorAll("[role=tab]")) {
      const on = tab.dataset.table === state.table;
      tab.setAttribute("aria-selected", on); tab.tabIndex = on ? 0 : -1;
    }
    find("results").setAttribute("aria-labelledby", "tab-" + state.table);
    remember();
  }

  function options() {
    const w = words(), rows = tables[state.table];
    const fill = (id, values, label) => {
      find(id).replaceChildren(element("option", { value: "" }, w.all),
        ...values.map((value) => element("option", { value: value }, label ? label(value) : value)));
      if (!values.includes(state[id])) { state[id] = ""; }
      find(id).value = state[id];
    };
    const distinct = (key) => [...new Set(rows.map((row) => row[key]).filter(Boolean))];
    const collator = new Intl.Collator("zh-CN");
    const topic = (value) => (language() === "zh" && data.topics[value]) || value;
    const places = {};
    for (const row of rows) { places[row.region] = row.region_en; places[row.province] = row.province_en; }
    const called = (value) => (language() === "en" && places[value]) || value;
    fill("topic", distinct("topic").sort((a, b) => collator.compare(topic(a), topic(b))), topic);
    fill("place", [...new Set([...distinct("place"), ...distinct("province")])].sort((a, b) => collator.compare(called(a), called(b))), called);
    fill("year", distinct("year").sort().reverse());
    fill("status", distinct("state").sort(), (value) => w[value]);
    find("search").value = state.q;
    find("search").placeholder = w.example;
  }

  let opened = "";
  function remember() {
    const parts = new URLSearchParams();
    if (opened) { const [key, value] = opened.split("="); parts.set(key, value); }
    for (const key of ["table", "q", "topic", "place", "year", "status", "sort", "lang"]) {
      if (state[key] && !(key === "table" && state.table === "targets")) { parts.set(key, state[key]); }
    }
    if (state.sort && state.down) { parts.set("down", "1"); }
    if (state.page) { parts.set("page", state.page + 1); }
    const text = parts.toString();
    if (text || /^#.*=/.test(location.hash)) { history.replaceState(null, "", text ? "#" + text : "#explore"); }
  }
  function recall() {
    if (!/=/.test(location.hash)) { return false; }
    const parts = new URLSearchParams(location.hash.slice(1));
    for (const key of ["q", "topic", "place", "year", "status", "sort"]) { state[key] = parts.get(key) || ""; }
    state.table = parts.get("table") === "metrics" || parts.has("metric") ? "metrics" : "targets";
    state.down = parts.get("down") === "1";
    state.page = Math.max(0, (parseInt(parts.get("page"), 10) || 1) - 1);
    if (parts.get("lang") === "zh" || parts.get("lang") === "en") { speak(parts.get("lang")); }
    opened = ["metric", "target"].filter((key) => parts.has(key)).map((key) => key + "=" + parts.get(key))[0] || "";
    return true;
  }
  function speak(lang) {
    state.lang = lang; root.dataset.lang = lang; root.lang = lang === "zh" ? "zh-CN" : "en";
  }
  function openLinked() {
    if (!opened) { find("evidence").close(); return; }
    const [key, id] = opened.split("=");
    const row = tables[key + "s"].find((each) => each.metric_id === id) || tables.metrics.find((each) => each.metric_id === id);
    if (row) { open(row); return; }
    const box = find("evidence");
    box.replaceChildren(shut(), element("p", { id: "evidence-title" }, words().notHere(id)));
    if (!box.open) { box.showModal(); }
  }

  function quoted(value) {
    if (value === null || value === undefined) { return ""; }
    // A text that a spreadsheet would take for a formula stays text.
    const text = typeof value === "string" && /^[=+@\t\r\n-]/.test(value) ? "'" + value : String(value);
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  }
  function csv(columns, rows) {
    const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
    return "\ufeff" + lines.map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
  }
  function save(name, content, type) {
    const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: type }));
    const link = element("a", { href: url, download: name });
    document.body.append(link); link.click(); link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  function sortBy(key) {
    state.down = state.sort === key ? !state.down : ["goal", "value", "progress", "source", "period", "deadline"].includes(key);
    state.sort = key; state.page = 0; draw();
    const index = COLUMNS[state.table].findIndex(([name]) => name === key);
    find("head").children[index].querySelector("button").focus();
  }

  function marked(evidence, quote) {
    const at = quote ? evidence.indexOf(quote) : -1;
    if (at < 0) { return [evidence]; }
    return [evidence.slice(0, at), element("mark", {}, quote), evidence.slice(at + quote.length)];
  }
  function source(title, url) {
    return safe(url) ? element("a", { href: url, rel: "noreferrer" }, title || url) : (title || words().none);
  }
  // Where the text of a row stands in its raw file, as RFC 5147 writes it; a link where the files are served.
  function rawPlace(row) {
    if (safe(row.url) || !row.raw_path) { return ""; }
    const place = `#char=${row.raw_start},${row.raw_end}`;
    const written = element("code", {}, row.raw_path + place);
    const path = row.raw_path.split("/").map(encodeURIComponent).join("/");
    const shown = safe(data.raw) ? element("a", { href: `${data.raw}/${path}${place}`, rel: "noreferrer" }, written) : written;
    return element("small", { class: "raw" }, ` ${words().raw}: `, shown);
  }
  function shut() {
    return element("button", { type: "button", class: "close", "aria-label": words().close, on: { click: () => find("evidence").close() } }, "✕");
  }

  function open(row) {
    const w = words(), box = find("evidence");
    opened = (row.table === "targets" ? "target=" : "metric=") + row.metric_id;
    remember();
    const facts = [[w.status, [w[row.status], measure(row)].filter(Boolean).join(" · ")], [w.place, place(row)],
      [w.outcome, w[row.outcome]],
      [w.subject, row.subject === row.region ? "" : row.subject], [row.table === "targets" ? w.deadline : w.period, period(row)], [w.plan, row.plan],
      [w.hedge, row.hedge], [w.as, row.indicator === name(row) ? "" : row.indicator]];
    const list = element("dl", {});
    for (const [label, value] of facts) { if (value) { list.append(element("dt", {}, label), element("dd", {}, value)); } }
    list.append(element("dt", {}, w.source), element("dd", {}, source(row.title, row.url),
      element("small", {}, " " + [row.publisher, row.published_on].filter(Boolean).join(" · ")), rawPlace(row)));
    if (row.actual !== null && row.actual !== undefined) {
      list.append(element("dt", {}, w.result), element("dd", {}, `${number(row.actual)} ${unit(row)} (${row.actual_period_end || w.none}) `,
        element("small", {}, source(row.actual_title, row.actual_url))));
    }
    list.append(element("dt", {}, w.id), element("dd", {}, element("code", {}, row.metric_id)));
    const copy = element("button", { type: "button" }, w.dispute);
    copy.addEventListener("click", () => put(copy, [
      `release: ${data.version}`, `table: ${row.table}`, `metric_id: ${row.metric_id}`, `quote: ${row.quote}`,
      `evidence: ${row.evidence || ""}`, `source: ${row.title || ""} ${row.url || row.raw_path || ""}`, "problem: "].join("\n")));
    const share = element("button", { type: "button" }, w.link);
    share.addEventListener("click", () => put(share, location.href.split("#")[0] + "#" + opened));
    box.replaceChildren(shut(), element("h3", { id: "evidence-title" }, name(row)),
      element("p", { class: "big" }, amount(row) + " " + unit(row)),
      element("blockquote", { lang: "zh", cite: safe(row.url) ? row.url : null },
        ...(row.evidence ? marked(row.evidence, row.quote) : [element("mark", {}, row.quote), ` (${w.withheld})`])), list,
      element("p", { class: "actions" }, share, copy));
    if (!box.open) { box.showModal(); }
  }

  function put(button, text) {
    const label = [...button.childNodes];
    const done = () => {
      button.textContent = words().copied;
      setTimeout(() => button.replaceChildren(...label), 1500);
    };
    const area = element("textarea", { readonly: true });
    area.value = text;
    const byHand = () => { button.after(area); area.select(); document.execCommand("copy"); area.remove(); done(); };
    if (navigator.clipboard) { navigator.clipboard.writeText(text).then(done, byHand); } else { byHand(); }
  }

  function store() {
    try {
      localStorage.setItem("zhibiao", JSON.stringify({ lang: root.dataset.lang, theme: root.dataset.theme }));
    } catch (error) { /* a page from disk may have no storage */ }
  }

  find("language").addEventListener("click", () => {
    speak(language() === "zh" ? "en" : "zh");
    store(); options(); draw();
  });
  find("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    store();
  });
  let typing = 0;
  find("search").addEventListener("input", (event) => {
    clearTimeout(typing);
    typing = setTimeout(() => { state.q = event.target.value; state.page = 0; draw(); }, 120);
  });
  for (const id of ["topic", "place", "year", "status"]) {
    find(id).addEventListener("change", (event) => { state[id] = event.target.value; state.page = 0; draw(); });
  }
  find("clear").addEventListener("click", () => {
    Object.assign(state, EMPTY);
    options(); draw(); find("search").focus();
  });
  function turn(table) { Object.assign(state, { table: table, status: "", sort: "", page: 0 }); options(); draw(); }
  const tabs = [...document.querySelectorAll("[role=tab]")];
  for (const tab of tabs) {
    tab.addEventListener("click", () => turn(tab.dataset.table));
    tab.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") { return; }
      const other = tabs[(tabs.indexOf(tab) + 1) % tabs.length];
      turn(other.dataset.table); other.focus();
    });
  }
  const walk = (step) => { state.page += step; draw(); find("explore").scrollIntoView(); };
  find("filters").addEventListener("submit", (event) => event.preventDefault());
  find("back").addEventListener("click", () => walk(-1));
  find("next").addEventListener("click", () => walk(1));
  find("evidence").addEventListener("close", () => { opened = ""; remember(); });
  find("save").addEventListener("click", () => {
    save(`zhibiao-${data.version}-${state.table}.csv`, csv(data[state.table].columns, chosen()), "text/csv;charset=utf-8");
  });
  find("evidence").addEventListener("click", (event) => { if (event.target === find("evidence")) { find("evidence").close(); } });
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => put(button, find(button.dataset.copy).textContent));
  }
  window.addEventListener("hashchange", () => { if (recall()) { options(); draw(); openLinked(); } });

  // A chart as a file: its styles go into it, and the words of the other language out of it.
  const STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "paint-order", "opacity", "font-family", "font-size", "font-weight"];
  function picture(svg) {
    const copy = svg.cloneNode(true);
    const from = [svg, ...svg.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
    from.forEach((node, index) => {
      const style = getComputedStyle(node);
      if (style.display === "none") { to[index].dataset.hidden = "1"; return; }
      for (const key of STYLES) { to[index].style.setProperty(key, style.getPropertyValue(key)); }
    });
    for (const hidden of copy.querySelectorAll("[data-hidden]")) { hidden.remove(); }
    const box = svg.viewBox.baseVal;
    const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    paper.setAttribute("width", box.width); paper.setAttribute("height", box.height);
    paper.setAttribute("fill", getComputedStyle(root).getPropertyValue("--card"));
    copy.prepend(paper);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    return { text: new XMLSerializer().serializeToString(copy), width: box.width, height: box.height };
  }
  function savePng(svg, name) {
    const drawn = picture(svg), image = new Image(), canvas = document.createElement("canvas");
    canvas.width = drawn.width * 3; canvas.height = drawn.height * 3;
    image.onload = () => {
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => save(name, blob));
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(drawn.text);
  }
  function tools(card) {
    const svg = card.querySelector("svg"), held = card.querySelector(".chart-rows");
    if (!svg || !held) { return; }
    const rows = JSON.parse(held.textContent), name = `zhibiao-${data.version}-${card.id}`;
    const button = (label, call) => element("button", { type: "button", class: "quiet", on: { click: call } }, ...[].concat(label));
    const both = (key) => ["zh", "en"].map((lang) => element("span", { class: lang, lang: lang }, WORDS[lang][key]));
    const frame = element("iframe", { src: `${location.href.split(/[?#]/)[0]}?embed=${card.id}`,
      width: 480, height: 560, frameborder: 0, title: "zhibiao" });
    const embed = button(both("embed"), () => put(embed, frame.outerHTML));
    card.append(element("p", { class: "tools" },
      button(both("saveData"), () => save(name + ".csv", csv(Object.keys(rows[0] || {}), rows), "text/csv;charset=utf-8")),
      button("SVG", () => save(name + ".svg", picture(svg).text, "image/svg+xml")),
      button("PNG", () => savePng(svg, name + ".png")), embed));
  }
  document.querySelectorAll("figure.card").forEach(tools);
  // From the folder of a release the list of all is two up, from `latest` one.
  for (const link of document.querySelectorAll("a[data-releases]")) {
    link.href = /\/releases\/[^/]+\/[^/]*$/.test(location.pathname) ? "../../index.html" : "../index.html";
  }
  const embedded = new URLSearchParams(location.search).get("embed");
  if (embedded && find(embedded)) { root.dataset.embed = "1"; document.body.replaceChildren(find(embedded)); return; }

  const linked = recall();
  if (!tables.targets.length && !linked) { state.table = "metrics"; }
  options(); draw();
  if (linked) { find("explore").scrollIntoView({ behavior: "instant" }); openLinked(); }
})();
