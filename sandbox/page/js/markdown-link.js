// Masked links, [label](address "title"): read by hand in one pass, since the usual pattern for them takes
// minutes on hostile text.

import { safeHref } from "./links.js";

/** @typedef {import("./markdown-blocks.js").Taken} Taken */

const TARGET =
  /^\(\s*(?:<([^<>\n]*)>|((?:\([^()\s]*\)|\\.|[^\s()\\])*))(?:\s+(?:"([^"\n]*)"|'([^'\n]*)'))?\s*\)/;
const ADDRESS_IN_LABEL = /https?:\/\/\S|\bdiscord(?:\.gg|\.com\/invite)\/\S/i;

/**
 * A masked link at the start of `source`. A label that itself looks like an address is left as it was typed,
 * as Discord does, because it would lie about where the link goes.
 * @param {string} source
 * @param {(label: string) => any[]} parseLabel
 * @returns {Taken | null}
 */
export function takeMaskedLink(source, parseLabel) {
  const end = closingBracket(source);

  if (end < 2) {
    return null;
  }

  const label = source.slice(1, end);
  const match = TARGET.exec(source.slice(end + 1));
  const target = match?.[1] ?? match?.[2];
  const href = safeHref(target?.replace(/\\(.)/g, "$1"));

  if (!match || !href || !label.trim()) {
    return null;
  }

  const text = source.slice(0, end + 1) + match[0];

  if (ADDRESS_IN_LABEL.test(label)) {
    return { text, node: { kind: "text", value: text } };
  }

  const title = match[3] ?? match[4] ?? "";
  return { text, node: { kind: "link", href, isMasked: true, title, children: parseLabel(label) } };
}

/**
 * @param {string} source begins with "["
 * @returns {number} where the bracket closes; -1 if it does not
 */
function closingBracket(source) {
  let open = 0;

  for (let at = 0; at < source.length; at += 1) {
    if (source[at] === "\\") {
      at += 1;
    } else if (source[at] === "[") {
      open += 1;
    } else if (source[at] === "]") {
      open -= 1;

      if (open === 0) {
        return at;
      }
    }
  }

  return -1;
}
