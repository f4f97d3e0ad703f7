/* Tables one can use: sorted by their headings, filtered, and saved. Nothing is fetched, and a page
   without this script shows the same tables. Text goes in as text, never as markup. */
(() => {
  "use strict";
  const SHOWN = 300; // rows laid out at a time: a browser lays out thousands in seconds
  const MANY = 8; // rows from which there is something to look for
  const FEW = 14; // different values that a menu lists
  const BLANK = new Set(["", "-", "–", "—", "nan", "none", "<na>", "nat"]);
  const NUMBER = /^(?:[<>≥≤≈~=]\s?)?[-−+]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:e[-+−]?\d+)?\s?[%‰×]?/i;
  const REST = /^(?:\s?(?:–|—|~|to|至)\s?[-−+]?\d[\d,]*(?:\.\d+)?\s?[%‰×]?)?(?:\s?[([（].*[)\]）])?$/i;
  const collator = new Intl.Collator(["zh-Hans-u-co-pinyin", "en"], { numeric: true });
  // What the script says itself, in the language of the page.
  const isChinese = document.documentElement.lang.startsWith("zh");
  const say = (english, chinese) => isChinese ? chinese : english;
  const made = (name, values, ...children) => {
    const node = Object.assign(document.createElement(name), values);
    node.append(...children);
    return node;
  };
  const said = (cell) => cell.textContent.replace(/\s+/g, " ").trim();
  const isBlank = (text) => BLANK.has(text.toLowerCase());
  const plain = (text) => text.replace(/[,\s]/g, "").replace(/−/g, "-").replace(/^[<>≥≤≈~=]/, "");
  const isNumber = (text) => {
    const found = NUMBER.exec(text);
    return found !== null && REST.test(text.slice(found[0].length));
  };

  /* A cell as analysis writes it to CSV: a number plain, a formula with an apostrophe before it. */
  const saved = (text) => {
    const one = NUMBER.exec(text);
    let cell = text === "–" ? "" : text;
    if (one && one[0] === text && !/[%‰×<>≥≤≈~=]/.test(text)) cell = plain(text);
    else if (/^'*[=+\-@\t\r]./s.test(cell) && !/^[+-]?\d[\d.,]*%?$/.test(cell)) cell = "'" + cell;
    return /[",\n\r]/.test(cell) ? '"' + cell.replace(/"/g, '""') + '"' : cell;
  };

  /* What a column is sorted by, row for row: numbers as numbers, text as Chinese dictionaries have
     it (each different text is compared once, however many rows say it); NaN where it is blank. */
  const keys = (texts) => {
    if (texts.every((text) => isBlank(text) || isNumber(text))) {
      return texts.map((text) => isBlank(text) ? NaN : parseFloat(plain(NUMBER.exec(text)[0])));
    }
    const different = [...new Set(texts)].sort(collator.compare);
    const rank = new Map(different.map((text, at) => [text, at]));
    return texts.map((text) => isBlank(text) ? NaN : rank.get(text));
  };
  /* The rows by their keys, rising or falling; blanks last either way, equals as printed. */
  const ordered = (rows, key, falling) => [...rows].sort((a, b) => {
    const [x, y] = [key[a.place], key[b.place]];
    if (x === y || (x !== x && y !== y)) return a.place - b.place;
    if (x !== x || y !== y) return x !== x ? 1 : -1;
    return falling ? y - x : x - y;
  });

  const usable = (box, number) => {
    const table = box.querySelector("table");
    const body = table?.tBodies[0];
    const heads = [...(table?.tHead?.rows[0]?.cells ?? [])];
    if (!body || table.tBodies.length > 1 || table.tHead?.rows.length !== 1) return;
    if (table.querySelector("table, [colspan], [rowspan]")) return;
    const rows = [...body.rows].map((node, place) => ({ node, place, texts: [...node.cells].map(said) }));
    if (rows.length < 2 || rows.some((row) => row.texts.length !== heads.length)) return;
    for (const row of rows) row.all = row.texts.join("\n").toLowerCase();
    const names = heads.map(said);
    const state = { column: -1, falling: false, most: SHOWN, found: rows };
    const known = new Map();
    const keyOf = (column) => {
      if (!known.has(column)) known.set(column, keys(rows.map((row) => row.texts[column])));
      return known.get(column);
    };
    const search = made("input", { type: "search", placeholder: say("find in this table", "在本表中查找") });
    search.setAttribute("aria-label", say("Find in this table", "在本表中查找"));
    const menus = heads.map((_, column) => menu(rows, column, names[column])).filter(Boolean).slice(0, 3);
    const count = made("span", { className: "count" });
    count.setAttribute("role", "status");
    const more = made("button", { type: "button", className: "more", hidden: true });
    const save = made("button", { type: "button", className: "save", textContent: say("save CSV", "保存 CSV") });
    save.title = say("Save the rows that are found, in the order shown", "按所示次序保存查得的各行");

    const show = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const wanted = menus.filter((one) => one.value !== "").map((one) => [Number(one.dataset.column), one.value]);
      const kept = rows.filter((row) => words.every((word) => row.all.includes(word)) &&
        wanted.every(([column, value]) => row.texts[column].split(/[;；、] ?/).includes(value)));
      state.found = state.column < 0 ? kept : ordered(kept, keyOf(state.column), state.falling);
      const shown = state.found.slice(0, state.most);
      body.replaceChildren(...shown.map((row) => row.node));
      const isAll = kept.length === rows.length;
      const [all, some, few] = [rows, kept, shown].map((list) => list.length.toLocaleString("en"));
      count.textContent = isAll && shown.length === rows.length ? say(`${all} rows`, `${all} 行`)
        : say(`${some} of ${all} rows`, `${all} 行中 ${some} 行`) +
          (shown.length < kept.length ? say(`, ${few} shown`, `，显示 ${few} 行`) : "");
      more.hidden = shown.length === kept.length;
      const next = Math.min(10 * SHOWN, kept.length - shown.length).toLocaleString("en");
      more.textContent = say(`show ${next} more`, `再显示 ${next} 行`);
    };
    heads.forEach((head, column) => {
      if (head.querySelector("a, button") || !names[column]) return;
      const button = made("button", { type: "button", className: "sort" }, ...head.childNodes);
      head.replaceChildren(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const again = state.column === column;
        state.column = again && state.falling ? -1 : column; // a third time: as printed
        state.falling = again && !state.falling;
        heads.forEach((other, at) => {
          if (!other.hasAttribute("aria-sort")) return;
          const way = state.falling ? "descending" : "ascending";
          other.setAttribute("aria-sort", at === state.column ? way : "none");
        });
        show();
      });
    });
    search.addEventListener("input", () => { state.most = SHOWN; show(); });
    menus.forEach((one) => one.addEventListener("change", () => { state.most = SHOWN; show(); }));
    more.addEventListener("click", () => { state.most += 10 * SHOWN; show(); });
    save.addEventListener("click", () => {
      const lines = [names, ...state.found.map((row) => row.texts)].map((cells) => cells.map(saved).join(","));
      const page = decodeURIComponent(location.pathname.split("/").pop() || "page").replace(/\.html$/, "");
      // The mark in front tells spreadsheets that this is UTF-8.
      const file = new Blob(["\ufeff" + lines.join("\n") + "\n"], { type: "text/csv" });
      const link = made("a", { href: URL.createObjectURL(file), download: `${page}-table-${number}.csv` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    const tools = made("div", { className: "tools" });
    if (rows.length >= MANY) tools.append(search, ...menus);
    tools.append(count, save);
    box.before(tools);
    box.after(more);
    if (rows.length > SHOWN) show();
    else count.textContent = say(`${rows.length} rows`, `${rows.length} 行`);
  };

  /* A menu of a column's values, where it has few; cells may list several. */
  const menu = (rows, column, name) => {
    const values = new Set();
    for (const row of rows) {
      const text = row.texts[column];
      if (isNumber(text) && !/^\d{4}$/.test(text)) return null;
      for (const value of text.split(/[;；、] ?/)) if (!isBlank(value)) values.add(value);
      if (values.size > FEW) return null;
    }
    if (rows.length < MANY || values.size < 2 || values.size > rows.length / 2 || !name) return null;
    const all = made("option", { value: "", textContent: say(`${name}: all`, `${name}：全部`) });
    const choices = [...values].sort(collator.compare).map((value) => made("option", { value, textContent: value }));
    const chosen = made("select", {}, all, ...choices);
    chosen.dataset.column = column;
    chosen.setAttribute("aria-label", say(`Only rows with this ${name}`, `只看此${name}的行`));
    return chosen;
  };

  // Beside a wide page the contents stand open, and so can be walked through by key.
  const contents = document.querySelector(".bar details");
  if (contents && matchMedia("(min-width: 68rem)").matches) contents.open = true;
  document.querySelectorAll(".table").forEach((box, at) => usable(box, at + 1));
})();
