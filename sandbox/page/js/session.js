// Keeps the store true: loads the world and the channels, and takes in what the websocket tells.

import { ApiFailure, fetchCommands, fetchMessages, fetchWorld, openDirect } from "./api.js";
import { rememberPlace, settle } from "./route.js";
import { DIRECT, emit, state } from "./store.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./route.js").Place} Place */

const PAGE = 50;

/** Loads servers, channels and people anew, and what the person sees of them. */
export async function loadWorld() {
  const [world] = await Promise.all([fetchWorld(), state.me ? loadVisible(state.me) : undefined]);
  state.world = world;
  emit("world");
}

/** @param {string} user whose channels are to be known */
async function loadVisible(user) {
  const { guilds } = await fetchWorld(user);
  state.visible = new Set(guilds.flatMap((guild) => guild.channels.map((channel) => channel.id)));
}

/**
 * Opens a channel as a person.
 * @param {Place} wanted
 * @returns {Promise<void>}
 */
export async function openPlace(wanted) {
  if (wanted.guildId === DIRECT && !state.directChannels[wanted.me]) {
    const { channel_id: id } = await openDirect(wanted.me);
    state.directChannels[wanted.me] = id;
  }

  if (wanted.me !== state.me) {
    await loadVisible(wanted.me);
  }

  const place = settle(wanted);

  if (place.me === state.me && place.guildId === state.guildId && place.channelId === state.channelId) {
    rememberPlace();
    return;
  }

  if (place.me !== state.me) {
    state.unread.clear();
    state.pending = [];
  }

  Object.assign(state, place, { messages: [], hasOlder: false, isLoading: true, commands: null });
  state.unread.delete(state.channelId);
  rememberPlace();
  emit("place");
  await Promise.all([loadMessages(), loadCommands()]);
}

/** Loads the newest messages of the open channel. */
export async function loadMessages() {
  const { channelId, me } = state;

  if (!channelId) {
    return;
  }

  const messages = await fetchMessages(channelId, me, { limit: PAGE });

  if (state.channelId === channelId && state.me === me) {
    const fresh = new Map(messages.map((message) => [message.id, message]));
    const since = messages[messages.length - 1]?.id ?? "0";
    const newer = state.isLoading
      ? state.messages.filter((message) => !fresh.has(message.id) && isNewer(message.id, since))
      : [];
    state.messages = [...messages, ...newer];
    state.hasOlder = messages.length === PAGE;
    state.isLoading = false;
    emit("messages");
  }
}

/** Loads the page of messages before those that are shown. */
export async function loadOlder() {
  const { channelId, me } = state;
  const [first] = state.messages;

  if (!first) {
    return;
  }

  const messages = await fetchMessages(channelId, me, { before: first.id, limit: PAGE });

  if (state.channelId === channelId && state.me === me) {
    state.messages = [...messages, ...state.messages];
    state.hasOlder = messages.length === PAGE;
    emit("messages");
  }
}

/** Loads the commands that the person may use in the open channel. */
export async function loadCommands() {
  const { channelId, me } = state;

  if (!channelId) {
    return;
  }

  const commands = await fetchCommands(me, channelId).catch((error) => {
    if (error instanceof ApiFailure) {
      return [];
    }

    throw error;
  });

  if (state.channelId === channelId && state.me === me) {
    state.commands = commands;
    emit("commands");
  }
}

/** After a gap in the events: everything anew. */
export async function reload() {
  await loadWorld();
  await Promise.all([loadMessages(), loadCommands()]);
}

/**
 * What each event changes; interactions' events are not among them.
 * @param {any} event
 */
export function takeEvent(event) {
  switch (event.type) {
    case "message_create":
      addMessage(event.message);
      break;
    case "message_update":
      changeMessage(event.message);
      break;
    case "message_delete":
      removeMessage(event.id);
      break;
    case "presence":
      if (state.world) {
        state.world.application.online = event.online;
      }

      emit("presence");
      break;
    case "commands_changed":
      void loadCommands();
      break;
    case "world_changed":
      void followWorld();
      break;
    default:
  }
}

/** The open channel may be gone, or the person no longer in the server. */
async function followWorld() {
  await loadWorld();
  const { me, guildId, channelId } = state;
  const place = settle({ me, guildId, channelId });

  if (place.guildId !== guildId || place.channelId !== channelId) {
    await openPlace(place);
  } else {
    await loadCommands();
  }
}

/** @param {Message} message */
function addMessage(message) {
  if (message.channel_id !== state.channelId) {
    state.unread.add(message.channel_id);
    emit("unread");
    return;
  }

  if (state.messages.some((one) => one.id === message.id)) {
    changeMessage(message);
    return;
  }

  state.messages = [...state.messages, message].sort((a, b) => (isNewer(a.id, b.id) ? 1 : -1));
  emit("messages");
  emit("arrived", message);
}

/** @param {Message} message */
function changeMessage(message) {
  if (message.channel_id === state.channelId && state.messages.some((one) => one.id === message.id)) {
    state.messages = state.messages.map((one) => (one.id === message.id ? message : one));
    emit("message", message);
  }
}

/** @param {string} id */
function removeMessage(id) {
  if (state.messages.some((message) => message.id === id)) {
    state.messages = state.messages.filter((message) => message.id !== id);
    emit("messages");
  }
}

/** @param {string} id @param {string} other @returns {boolean} whether the first was made later */
function isNewer(id, other) {
  return BigInt(id) > BigInt(other);
}
