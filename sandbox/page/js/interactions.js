// What a person has set off and the bot has not answered yet: a command, a pressed button, a sent form.
// The answer's event may come before the request's own reply, so both orders are provided for.

import { ApiFailure } from "./api.js";
import { emit, on, state } from "./store.js";

/** @typedef {{outcome: "done" | "failed", reason: string, sentence: string, isFinal?: boolean}} Outcome `isFinal`: trying again is of no use */

/** Longer than any deadline the sandbox is usually given: then the event has been lost with the connection. */
const LOST_AFTER_MS = 20_000;
const KEPT_EVENTS = 100;

/** A refusal that lasts: what it belongs to is gone. */
const GONE = 404;

/** What Discord says to whom nobody answers. */
export const NO_ANSWER = "The application did not respond";

/** What Discord says under a message whose button or menu failed. */
export const FAILED = "This interaction failed";

/**
 * Follows interactions from the request to the answer.
 * @returns {{run: (send: () => Promise<{interaction_id: string}>) => Promise<Outcome>, take: (event: any) => void}}
 *   `run` sends and waits for the answer, and never throws; `take` is given the events
 */
export function followInteractions() {
  /** @type {Map<string, (event: any) => void>} */
  const waiting = new Map();
  /** @type {any[]} events of interactions not known yet */
  const early = [];
  /** @type {Set<string>} those begun here whose first new message has not come */
  const unseen = new Set();

  /** @param {any} event */
  const take = (event) => {
    const listener = waiting.get(event.interaction_id);

    if (listener) {
      listener(event);
    } else {
      early.push(event);
      early.splice(0, early.length - KEPT_EVENTS);
    }
  };

  /**
   * Whoever sets something off is taken to the first message that comes of it.
   * @param {import("./types.js").Message} message
   */
  const show = (message) => {
    if (unseen.delete(message.interaction_metadata?.id ?? "")) {
      emit("present");
    }
  };

  /** @param {string} id @returns {Promise<Outcome>} */
  const settled = (id) =>
    new Promise((resolve) => {
      const timer = setTimeout(
        () => finish({ outcome: "failed", reason: "lost", sentence: NO_ANSWER }),
        LOST_AFTER_MS,
      );

      /** @param {Outcome} outcome */
      const finish = (outcome) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(outcome);
      };

      waiting.set(id, (event) => {
        if (event.type === "modal_open") {
          emit("modal", event);
          finish({ outcome: "done", reason: "modal", sentence: "" });
        } else if (event.type === "interaction_failed") {
          finish({
            outcome: "failed",
            reason: event.reason,
            sentence: event.reason === "timeout" ? NO_ANSWER : FAILED,
          });
        } else if (event.kind !== "modal") {
          finish({ outcome: "done", reason: event.kind, sentence: "" });
        }
      });
      early.filter((event) => event.interaction_id === id).forEach(take);
    });

  on("arrived", show);
  return {
    take,
    async run(send) {
      try {
        const { interaction_id: id } = await send();
        unseen.add(id);
        state.messages.forEach(show);
        return await settled(id);
      } catch (error) {
        const isRefusal = error instanceof ApiFailure;
        const sentence = isRefusal ? error.message : "Something went wrong on the page.";
        return { outcome: "failed", reason: "request", sentence, isFinal: isRefusal && error.status === GONE };
      }
    },
  };
}
