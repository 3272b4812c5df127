// Asks the bot for choices while a person types: not at every key, and only the newest answer counts.

import { ApiFailure } from "./api.js";

const DEBOUNCE_MS = 100;

/** @typedef {import("./types.js").Choice} Choice */
/** @typedef {{kind: "loading"} | {kind: "choices", choices: Choice[]} | {kind: "error", sentence: string}} Answer */

/**
 * Autocomplete of one option.
 * @param {(signal: AbortSignal) => Promise<{choices: Choice[]}>} ask
 * @param {(answer: Answer) => void} onAnswer
 * @returns {{request: () => void, stop: () => void, isPending: () => boolean, settled: () => Promise<Answer | null>}}
 *   `settled` is the answer to what was asked last, null if that was stopped
 */
export function createAutocomplete(ask, onAnswer) {
  let timer = 0;
  /** @type {AbortController | null} */
  let controller = null;
  /** @type {((answer: Answer | null) => void)[]} */
  let waiting = [];
  let isPending = false;

  /** @param {Answer | null} answer */
  const settle = (answer) => {
    isPending = false;
    const all = waiting;
    waiting = [];
    all.forEach((resolve) => resolve(answer));
  };

  const send = async () => {
    const mine = new AbortController();
    controller = mine;
    const answer = await outcome(ask, mine.signal);

    if (mine === controller && answer) {
      onAnswer(answer);
      settle(answer);
    }
  };

  const drop = () => {
    clearTimeout(timer);
    controller?.abort();
    controller = null;
  };

  return {
    request() {
      drop();
      isPending = true;
      onAnswer({ kind: "loading" });
      timer = setTimeout(send, DEBOUNCE_MS);
    },
    stop() {
      drop();
      settle(null);
    },
    isPending: () => isPending,
    settled: () => (isPending ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(null)),
  };
}

/**
 * @param {(signal: AbortSignal) => Promise<{choices: Choice[]}>} ask
 * @param {AbortSignal} signal
 * @returns {Promise<Answer | null>} null if it was dropped
 */
async function outcome(ask, signal) {
  try {
    const { choices } = await ask(signal);
    return { kind: "choices", choices };
  } catch (error) {
    if (signal.aborted) {
      return null;
    }

    const sentence = error instanceof ApiFailure ? error.message : "Loading options failed";
    return { kind: "error", sentence };
  }
}
