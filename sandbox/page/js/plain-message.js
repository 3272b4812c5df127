// A member's plain message: whether it may be sent, and its sending.

import { ApiFailure, sendMessage } from "./api.js";
import { state } from "./store.js";

const LONGEST = 2000;

/**
 * Why a text cannot be sent; empty if it can.
 * @param {string} content
 * @returns {string}
 */
export function refusalOf(content) {
  if (content.startsWith("/") && state.commands === null) {
    return "The commands are still being loaded. Try again in a moment.";
  }

  const { length } = [...content];
  return length > LONGEST ? `At most ${LONGEST} characters; this is ${length}.` : "";
}

/**
 * Posts a text in the open channel.
 * @param {string} content
 * @returns {Promise<string>} what went wrong; empty if nothing did
 */
export async function post(content) {
  try {
    await sendMessage(state.channelId, state.me, content);
    return "";
  } catch (error) {
    return error instanceof ApiFailure ? error.message : "The message was not sent.";
  }
}
