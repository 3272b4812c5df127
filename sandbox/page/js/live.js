// The websocket of what happens: one for the person who acts, opened again whenever it breaks.

import { emit, state } from "./store.js";

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 8000;

/**
 * Keeps the events of a person coming.
 * @param {{onEvent: (event: any) => void, onReturn: () => void}} handlers `onReturn` after a gap, when things may have been missed
 * @returns {{follow: (user: string) => void}} `follow` changes the person
 */
export function openLive({ onEvent, onReturn }) {
  /** @type {WebSocket | null} */
  let socket = null;
  let wait = FIRST_WAIT_MS;
  let timer = 0;

  /** @param {"connecting" | "open" | "reconnecting"} connection */
  const say = (connection) => {
    state.connection = connection;
    emit("connection");
  };

  /** @param {string} user @param {boolean} isReturn */
  const connect = (user, isReturn) => {
    const url = new URL("/client/events", location.origin.replace(/^http/, "ws"));
    url.searchParams.set("user", user);
    const mine = new WebSocket(url);
    socket = mine;

    mine.addEventListener("open", () => {
      if (mine !== socket) {
        return;
      }

      wait = FIRST_WAIT_MS;
      say("open");

      if (isReturn) {
        onReturn();
      }
    });
    mine.addEventListener("message", (message) => {
      if (mine === socket) {
        onEvent(JSON.parse(message.data));
      }
    });
    mine.addEventListener("close", () => {
      if (mine !== socket) {
        return;
      }

      say("reconnecting");
      timer = setTimeout(() => connect(user, true), wait);
      wait = Math.min(wait * 1.7, LONGEST_WAIT_MS);
    });
  };

  return {
    follow(user) {
      clearTimeout(timer);
      const old = socket;
      socket = null;
      old?.close();
      wait = FIRST_WAIT_MS;
      say("connecting");
      connect(user, false);
    },
  };
}
