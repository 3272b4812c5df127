// Discord's markdown, from text to a tree. The rules are tried in order at each place of the text, as
// Discord's own client does; what no rule takes is text. Nothing here knows the DOM.

import { takeCodeBlock, takeHeading, takeList, takeQuote } from "./markdown-blocks.js";
import { takeMaskedLink } from "./markdown-link.js";
import { safeHref } from "./links.js";

/** @typedef {{atLineStart: boolean, isInQuote: boolean, isInLink: boolean, isLimited: boolean, depth: number}} Context */
/** @typedef {{kind: string, [key: string]: any}} Node */
/** @typedef {import("./markdown-blocks.js").Taken} Taken */

/** Deeper than this markup stays text, so that no message can exhaust the page. */
const DEEPEST = 14;

const TEXT = /^[\s\S]+?(?=[^0-9A-Za-z\s\u00c0-\uffff]|\n|\w+:\S|$)/;
const ESCAPE = /^\\([^0-9A-Za-z\s])/;
const EMOTICON = /^¯\\_\(ツ\)_\/¯/;
const AUTOLINK = /^<(https?:\/\/[^\s<>]+)>/i;
const URL_TEXT = /^https?:\/\/[^\s<]+[^<.,:;"'\]\s]/i;
const EM =
  /^\b_((?:__|\\[\s\S]|[^\\_])+?)_\b|^\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/;
const STRONG = /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/;
const UNDERLINE = /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/;
const STRIKE = /^~~([\s\S]+?)~~(?!_)/;
const SPOILER = /^\|\|([\s\S]+?)\|\|/;
const CODE = /^(`+)([\s\S]*?[^`])\1(?!`)/;
const MENTION = /^<(@!?|@&|#)(\d{1,20})>/;
const EVERYONE = /^@(everyone|here)/;
const COMMAND = /^<\/([-_\p{L}\p{N} ]{1,100}):(\d{1,20})>/u;
const GUIDE = /^<id:(customize|browse|guide|linked-roles)>/;
const EMOJI = /^<a?:(\w{2,32}):(\d{1,20})>/;
const TIMESTAMP = /^<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/;

/**
 * The tree of a text with all of Discord's markdown: a message, an embed's description or a field's value.
 * @param {string} text
 * @returns {Node[]}
 */
export function parseMarkdown(text) {
  return parse(text, { atLineStart: true, isInQuote: false, isInLink: false, isLimited: false, depth: 0 });
}

/**
 * The tree of an embed's title or a field's name, where Discord has no blocks, links or mentions.
 * @param {string} text
 * @returns {Node[]}
 */
export function parseLimited(text) {
  return parse(text, { atLineStart: false, isInQuote: false, isInLink: true, isLimited: true, depth: 0 });
}

/** @param {string} source @param {Context} context @returns {Node[]} */
function parse(source, context) {
  /** @type {Node[]} */
  const nodes = [];
  let atLineStart = context.atLineStart;

  while (source) {
    const taken =
      context.depth > DEEPEST
        ? { text: source, node: text(source) }
        : takeOne(source, { ...context, atLineStart });
    pushNode(nodes, taken.node);
    atLineStart = taken.text.endsWith("\n") || (atLineStart && !context.isLimited && /^ +$/.test(taken.text));
    source = source.slice(taken.text.length);
  }

  return nodes;
}

/** @param {Node[]} nodes @param {Node} node neighbouring texts become one */
function pushNode(nodes, node) {
  const last = nodes[nodes.length - 1];

  if (node.kind === "text" && last?.kind === "text") {
    last.value += node.value;
  } else {
    nodes.push(node);
  }
}

/** @param {string} source @param {Context} context @returns {Taken} never empty */
function takeOne(source, context) {
  const block = context.isLimited ? null : takeBlock(source, context);
  const taken = block ?? takeInline(source, context) ?? (context.isLimited ? null : takeReference(source));

  if (taken) {
    return taken;
  }

  const match = /** @type {RegExpExecArray} */ (TEXT.exec(source));
  return { text: match[0], node: text(match[0]) };
}

/** @param {string} source @param {Context} context @returns {Taken | null} */
function takeBlock(source, context) {
  const atStart = context.atLineStart
    ? (takeHeading(source, context, parse) ??
      takeQuote(source, context, parse) ??
      takeList(source, context, parse))
    : null;
  return atStart ?? takeCodeBlock(source);
}

/** @param {string} source @param {Context} context @returns {Taken | null} */
function takeInline(source, context) {
  switch (source[0]) {
    case "\n":
      return { text: "\n", node: { kind: "break" } };
    case "\\":
      return take(ESCAPE.exec(source), (match) => text(match[1]));
    case "¯":
      return take(EMOTICON.exec(source), (match) => text(match[0]));
    case "*":
    case "_":
      return takeEmphasis(source, context);
    case "~":
      return take(STRIKE.exec(source), (match) => wrap("strike", match[1], context));
    case "|":
      return take(SPOILER.exec(source), (match) => wrap("spoiler", match[1], context));
    case "`":
      return take(CODE.exec(source), (match) => ({ kind: "code", value: trimCode(match[2]) }));
    case "<":
      return (
        take(TIMESTAMP.exec(source), (match) => ({
          kind: "time",
          unix: Number(match[1]),
          style: match[2] ?? "f",
        })) ??
        take(EMOJI.exec(source), (match) => ({ kind: "emoji", name: match[1], id: match[2] })) ??
        (context.isInLink ? null : takeAutolink(source))
      );
    case "[":
      return context.isInLink
        ? null
        : takeMaskedLink(source, (label) => parse(label, { ...below(context), isInLink: true }));
    case "h":
    case "H":
      return context.isInLink ? null : takeUrl(source);
    default:
      return null;
  }
}

/**
 * Mentions of people, roles, channels and commands.
 * @param {string} source
 * @returns {Taken | null}
 */
function takeReference(source) {
  if (source[0] === "@") {
    return take(EVERYONE.exec(source), (match) => ({ kind: "everyone", name: match[1] }));
  }

  if (source[0] !== "<") {
    return null;
  }

  return (
    take(MENTION.exec(source), (match) => ({
      kind: "mention",
      sign: match[1].replace("!", ""),
      id: match[2],
    })) ??
    take(COMMAND.exec(source), (match) => ({ kind: "command", name: match[1], id: match[2] })) ??
    take(GUIDE.exec(source), (match) => ({ kind: "guide", name: match[1] }))
  );
}

/**
 * The longest of bold, italic and underline wins, as in Discord's client.
 * @param {string} source
 * @param {Context} context
 * @returns {Taken | null}
 */
function takeEmphasis(source, context) {
  const em = EM.exec(source);
  /** @type {[string, RegExpExecArray | null, number][]} */
  const candidates = [
    ["em", em, 0.2],
    ["strong", STRONG.exec(source), 0.1],
    ["underline", UNDERLINE.exec(source), 0],
  ];
  let best = null;
  let bestWeight = 0;

  for (const [kind, match, bonus] of candidates) {
    if (match && match[0].length + bonus > bestWeight) {
      best = { kind, match };
      bestWeight = match[0].length + bonus;
    }
  }

  return best && take(best.match, (match) => wrap(best.kind, match[1] ?? match[2], context));
}

/** @param {string} source @returns {Taken | null} */
function takeAutolink(source) {
  const match = AUTOLINK.exec(source);
  const href = match && safeHref(match[1]);
  return match && href ? { text: match[0], node: { kind: "link", href, children: [text(match[1])] } } : null;
}

/** @param {string} source @returns {Taken | null} */
function takeUrl(source) {
  const match = URL_TEXT.exec(source);

  if (!match) {
    return null;
  }

  const url = withoutOpenParenthesis(match[0]);
  const href = safeHref(url);
  return href ? { text: url, node: { kind: "link", href, children: [text(url)] } } : null;
}

/**
 * Closing brackets that were not opened in the address belong to the sentence.
 * @param {string} url
 */
function withoutOpenParenthesis(url) {
  let surplus = url.split(")").length - url.split("(").length;

  while (surplus > 0 && url.endsWith(")")) {
    url = url.slice(0, -1);
    surplus -= 1;
  }

  return url;
}

/**
 * @param {RegExpExecArray | null} match
 * @param {(match: RegExpExecArray) => Node} build
 * @returns {Taken | null}
 */
function take(match, build) {
  return match && { text: match[0], node: build(match) };
}

/** @param {string} kind @param {string} inner @param {Context} context @returns {Node} */
function wrap(kind, inner, context) {
  return { kind, children: parse(inner, below(context)) };
}

/** @param {Context} context @returns {Context} */
function below(context) {
  return { ...context, atLineStart: false, depth: context.depth + 1 };
}

/** A space beside a backtick is there to keep it apart, and not shown. @param {string} value */
function trimCode(value) {
  return value.replace(/^ (?= *`)/, "").replace(/(` *) $/, "$1");
}

/** @param {string} value @returns {Node} */
function text(value) {
  return { kind: "text", value };
}
