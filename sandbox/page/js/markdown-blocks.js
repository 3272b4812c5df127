// The parts of Discord's markdown that begin at a line's start: headings, lists, quotes, code blocks.
// Each `take…` returns what it read from the start of `source`, or null.

/** @typedef {{text: string, node: any}} Taken `text` is what was read, `node` what it means */
/** @typedef {import("./markdown-parse.js").Context} Context */
/** @typedef {(source: string, context: Context) => any[]} Parse */

const HEADING = /^ *(#{1,3})[ \t]+([^\n]*?\S)[ \t]*(?:\n|$)/;
const SUBTEXT = /^ *-#[ \t]+([^\n]*?\S)[ \t]*(?:\n|$)/;
const LONG_QUOTE = /^ *>>> +([\s\S]*)/;
const QUOTE = /^(?: *>(?!>>) [^\n]*(?:\n|$))+/;
const CODE_BLOCK = /^```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][\s\S]*?)\n*```\n?/i;
const ITEM = /^( *)([-*]|\d{1,9}\.) +(\S[^\n]*)$/;
const DEEPEST_LIST = 10;
const CONTINUATION = /^ +\S/;

/** @param {string} source @param {Context} context @param {Parse} parse @returns {Taken | null} */
export function takeHeading(source, context, parse) {
  const match = HEADING.exec(source);

  if (match) {
    return {
      text: match[0],
      node: { kind: "heading", level: match[1].length, children: parse(match[2], inside(context)) },
    };
  }

  const small = SUBTEXT.exec(source);
  return small && { text: small[0], node: { kind: "subtext", children: parse(small[1], inside(context)) } };
}

/** @param {string} source @param {Context} context @param {Parse} parse @returns {Taken | null} */
export function takeQuote(source, context, parse) {
  if (context.isInQuote) {
    return null;
  }

  const long = LONG_QUOTE.exec(source);
  const match = long ?? QUOTE.exec(source);

  if (!match) {
    return null;
  }

  const text = long ? long[1] : match[0].replace(/^ *> ?/gm, "").replace(/\n$/, "");
  const children = parse(text, { ...context, isInQuote: true, atLineStart: true, depth: context.depth + 1 });
  return { text: match[0], node: { kind: "quote", children } };
}

/** @param {string} source @returns {Taken | null} */
export function takeCodeBlock(source) {
  const match = CODE_BLOCK.exec(source);
  return match && { text: match[0], node: { kind: "codeblock", language: match[1] ?? "", value: match[2] } };
}

/** @param {string} source @param {Context} context @param {Parse} parse @returns {Taken | null} */
export function takeList(source, context, parse) {
  const lines = source.split("\n");

  if (!ITEM.test(lines[0])) {
    return null;
  }

  let count = 1;

  while (count < lines.length && (ITEM.test(lines[count]) || CONTINUATION.test(lines[count]))) {
    count += 1;
  }

  const [items] = splitLists(readItems(lines.slice(0, count)));
  count = items.reduce((sum, item) => sum + item.lines, 0);
  const text = lines.slice(0, count).join("\n") + (count < lines.length ? "\n" : "");
  return { text, node: buildList(items, context, parse) };
}

/** @typedef {{indent: number, number: number | null, text: string, lines: number}} Line */

/** @param {string[]} lines @returns {Line[]} an item may go on over indented lines */
function readItems(lines) {
  /** @type {Line[]} */
  const items = [];

  for (const line of lines) {
    const match = ITEM.exec(line);

    if (match) {
      items.push({
        indent: match[1].length,
        number: match[2].endsWith(".") ? parseInt(match[2], 10) : null,
        text: match[3],
        lines: 1,
      });
    } else {
      const last = items[items.length - 1];
      last.text += `\n${line.trim()}`;
      last.lines += 1;
    }
  }

  return items;
}

/** Bullets and numbers side by side are two lists. @param {Line[]} items @returns {Line[][]} */
function splitLists(items) {
  const lists = [[items[0]]];

  for (const item of items.slice(1)) {
    const [first] = lists[lists.length - 1];
    const isOther = item.indent <= first.indent && (item.number === null) !== (first.number === null);

    if (isOther) {
      lists.push([item]);
    } else {
      lists[lists.length - 1].push(item);
    }
  }

  return lists;
}

/** @param {Line[]} items @param {Context} context @param {Parse} parse @returns {any} */
function buildList(items, context, parse) {
  const [first] = items;
  const entries = [];
  let at = 0;

  while (at < items.length) {
    let end = at + 1;

    while (end < items.length && items[end].indent > first.indent) {
      end += 1;
    }

    const nested = items.slice(at + 1, end);
    const below = { ...context, depth: context.depth + 1 };
    const children = parse(items[at].text, inside(context));

    if (nested.length) {
      const isTooDeep = context.depth >= DEEPEST_LIST;
      children.push(
        ...(isTooDeep
          ? [{ kind: "text", value: nested.map((item) => item.text).join("\n") }]
          : splitLists(nested).map((list) => buildList(list, below, parse))),
      );
    }

    entries.push(children);
    at = end;
  }

  return { kind: "list", isOrdered: first.number !== null, start: first.number ?? 1, items: entries };
}

/** @param {Context} context @returns {Context} for text that no longer begins a line */
function inside(context) {
  return { ...context, atLineStart: false, depth: context.depth + 1 };
}
