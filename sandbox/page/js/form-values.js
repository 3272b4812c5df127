// What all the options of a command say together: what is wrong with them, and what is sent.

import { ATTACHMENT } from "./option-values.js";

/** @typedef {import("./option-field.js").OptionField} OptionField */

/**
 * What is wrong with an option; empty if nothing is.
 * @param {OptionField} field
 * @returns {string}
 */
export function problemOf(field) {
  const reading = field.read();

  if (reading.kind === "empty") {
    return field.option.required ? "This option is required." : "";
  }

  return reading.kind === "problem" ? reading.sentence : "";
}

/**
 * The values to send, and the files by the name of their option; empty options are left out.
 * @param {OptionField[]} fields
 * @returns {{values: any[], files: Record<string, File[]>}}
 */
export function readAll(fields) {
  /** @type {Record<string, File[]>} */
  const files = {};
  const values = fields.flatMap((field) => {
    const reading = field.read();
    const { name, type } = field.option;

    if (reading.kind !== "value") {
      return [];
    }

    if (type === ATTACHMENT) {
      files[name] = field.files();
    }

    return [{ name, type, value: reading.value }];
  });
  return { values, files };
}

/**
 * What the bot is told while one option is typed: that one as it stands, and those that are complete.
 * @param {OptionField[]} fields
 * @param {import("./types.js").Option} focused
 * @param {string} text
 * @returns {any[]}
 */
export function readWhileTyping(fields, focused, text) {
  return fields.flatMap((field) => {
    const { name, type } = field.option;

    if (field.option === focused) {
      return [{ name, type, value: text, focused: true }];
    }

    const reading = field.read();
    return reading.kind === "value" && type !== ATTACHMENT ? [{ name, type, value: reading.value }] : [];
  });
}
