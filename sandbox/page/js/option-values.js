// From what is typed into an option to the value that is sent, or the sentence why it cannot be.

import { channelItems, memberItems, roleItems } from "./people.js";

/** @typedef {import("./types.js").Option} Option */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {{kind: "empty"} | {kind: "value", value: any} | {kind: "problem", sentence: string}} Reading */

export const STRING = 3;
export const INTEGER = 4;
export const BOOLEAN = 5;
export const USER = 6;
export const CHANNEL = 7;
export const ROLE = 8;
export const MENTIONABLE = 9;
export const NUMBER = 10;
export const ATTACHMENT = 11;

/**
 * What an option can only be one of; null where anything may be typed.
 * @param {Option} option
 * @returns {Item[] | null}
 */
export function fixedItems(option) {
  if (option.choices?.length) {
    return option.choices.map((choice) => ({ label: choice.name, value: String(choice.value) }));
  }

  switch (option.type) {
    case BOOLEAN:
      return [
        { label: "True", value: "true" },
        { label: "False", value: "false" },
      ];
    case USER:
      return memberItems();
    case CHANNEL:
      return channelItems(option.channel_types);
    case ROLE:
      return roleItems();
    case MENTIONABLE:
      return [...memberItems(), ...roleItems()];
    default:
      return null;
  }
}

/**
 * The lines that fit what is typed: those that begin with it first.
 * @param {Item[]} items
 * @param {string} typed
 * @returns {Item[]}
 */
export function filterItems(items, typed) {
  const wanted = bare(typed);
  const begins = items.filter((item) => bare(item.label).startsWith(wanted));
  const contains = items.filter(
    (item) => !begins.includes(item) && bare(`${item.label} ${item.description ?? ""}`).includes(wanted),
  );
  return [...begins, ...contains];
}

/** @param {string} text @returns {string} in lower case, without the @ or # before it */
function bare(text) {
  return text.trim().toLowerCase().replace(/^[@#]/, "");
}

/**
 * Reads an option.
 * @param {Option} option
 * @param {string} text what stands in it
 * @param {Item | null} chosen the line it was taken from, while the text is still that line's
 * @returns {Reading}
 */
export function readOption(option, text, chosen) {
  if (chosen) {
    return { kind: "value", value: typed(option, chosen.value) };
  }

  if (!text.trim()) {
    return { kind: "empty" };
  }

  const items = fixedItems(option);

  if (items) {
    return readFixed(option, text, items);
  }

  return option.type === STRING ? readString(option, text) : readNumber(option, text.trim());
}

/** @param {Option} option @param {string} text @param {Item[]} items @returns {Reading} */
function readFixed(option, text, items) {
  const found = filterItems(items, text);
  const exact = found.find(
    (item) => bare(item.label) === bare(text) || bare(item.description ?? "") === bare(text),
  );
  const item = exact ?? (found.length === 1 ? found[0] : null);

  if (!item) {
    return {
      kind: "problem",
      sentence: found.length ? "Several fit this: choose one from the list." : "Choose one from the list.",
    };
  }

  return { kind: "value", value: typed(option, item.value) };
}

/** @param {Option} option @param {string} text @returns {Reading} */
function readString(option, text) {
  const length = [...text].length;

  if (option.min_length !== undefined && length < option.min_length) {
    return { kind: "problem", sentence: `At least ${option.min_length} characters.` };
  }

  const most = option.max_length ?? 6000;
  return length > most
    ? { kind: "problem", sentence: `At most ${most} characters; this is ${length}.` }
    : { kind: "value", value: text };
}

/** @param {Option} option @param {string} text @returns {Reading} */
function readNumber(option, text) {
  const isInteger = option.type === INTEGER;
  const number = Number(text);

  if (!(isInteger ? /^[-+]?\d+$/ : /^[-+]?(\d+\.?\d*|\.\d+)$/).test(text) || !Number.isFinite(number)) {
    return { kind: "problem", sentence: isInteger ? "A whole number, please." : "A number, please." };
  }

  if (option.min_value !== undefined && number < option.min_value) {
    return { kind: "problem", sentence: `Not less than ${option.min_value}.` };
  }

  if (option.max_value !== undefined && number > option.max_value) {
    return { kind: "problem", sentence: `Not more than ${option.max_value}.` };
  }

  return { kind: "value", value: number };
}

/**
 * The value in the type that the option has.
 * @param {Option} option
 * @param {string} value
 * @returns {any}
 */
function typed(option, value) {
  if (option.type === INTEGER || option.type === NUMBER) {
    return Number(value);
  }

  return option.type === BOOLEAN ? value === "true" : value;
}
