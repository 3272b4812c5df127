// Commands on their way: a row in the list from the moment one is sent until the bot has answered, and what
// Discord says if it never does.

import { emit, state } from "./store.js";

/** @typedef {import("./types.js").PendingRow} PendingRow */
/** @typedef {(name: string, request: () => Promise<{interaction_id: string}>, accepted?: () => void) => Promise<string>} Sender */

/**
 * A function that sends a command and waits for its answer. It resolves to the sentence with which the sandbox
 * refused the request, or to nothing; `accepted` is called as soon as the sandbox has taken it.
 * @param {ReturnType<typeof import("./interactions.js").followInteractions>} interactions
 * @returns {Sender}
 */
export function createSender(interactions) {
  return async (name, request, accepted) => {
    /** @type {PendingRow} */
    const row = {
      id: crypto.randomUUID(),
      channelId: state.channelId,
      name,
      state: "sending",
      text: "Sending command…",
    };
    setRows([...state.pending, row]);
    const { outcome, reason, sentence } = await interactions.run(async () => {
      const reply = await request();
      accepted?.();
      return reply;
    });
    const isUnanswered = outcome === "failed" && reason !== "request";
    setRows(state.pending.flatMap((one) => (one.id === row.id ? after(row, isUnanswered, sentence) : [one])));

    if (isUnanswered && row.channelId === state.channelId) {
      emit("present");
    }

    return reason === "request" ? sentence : "";
  };
}

/**
 * Takes the row of a failed command away.
 * @param {PendingRow} row
 */
export function dismissRow(row) {
  setRows(state.pending.filter((one) => one.id !== row.id));
}

/**
 * @param {PendingRow} row
 * @param {boolean} isUnanswered
 * @param {string} sentence
 * @returns {PendingRow[]} what is left of it
 */
function after(row, isUnanswered, sentence) {
  return isUnanswered ? [{ ...row, state: "failed", text: sentence }] : [];
}

/** @param {PendingRow[]} rows */
function setRows(rows) {
  state.pending = rows;
  emit("pending");
}
