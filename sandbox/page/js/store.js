// The page's only state, and who is told when part of it changes. Everything else lives in the closures of
// the function that draws it.

/** @typedef {import("./types.js").World} World */
/** @typedef {import("./types.js").Guild} Guild */
/** @typedef {import("./types.js").Member} Member */
/** @typedef {import("./types.js").User} User */
/** @typedef {import("./types.js").Channel} Channel */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").PendingRow} PendingRow */
/** @typedef {"world" | "place" | "messages" | "message" | "pending" | "presence" | "connection" | "commands" | "unread" | "modal" | "insert" | "arrived" | "present"} Topic "arrived": a message is new; "present": the newest is to be seen */

/** The name under which direct messages stand where a server's id would. */
export const DIRECT = "@me";

const CATEGORY = 4;

export const state = {
  /** @type {World | null} all there is, whoever looks */ world: null,
  /** @type {Set<string>} the channels of servers that the person sees */ visible: new Set(),
  /** who acts */ me: "",
  /** a server's id or DIRECT */ guildId: "",
  channelId: "",
  /** @type {Record<string, string>} the channel of each person with the bot */ directChannels: {},
  /** @type {Message[]} of the open channel, oldest first */ messages: [],
  hasOlder: false,
  isLoading: true,
  /** @type {PendingRow[]} */ pending: [],
  /** @type {import("./types.js").Command[] | null} null until they have been asked for */ commands: null,
  /** @type {Set<string>} channels with messages not seen */ unread: new Set(),
  /** @type {"connecting" | "open" | "reconnecting"} */ connection: "connecting",
};

/** @type {Map<Topic, Set<(payload?: any) => void>>} */
const listeners = new Map();

/**
 * Calls `listener` at each change of a topic.
 * @param {Topic | Topic[]} topics
 * @param {(payload?: any) => void} listener
 * @returns {() => void} ends it
 */
export function on(topics, listener) {
  const all = Array.isArray(topics) ? topics : [topics];

  for (const topic of all) {
    listeners.set(topic, (listeners.get(topic) ?? new Set()).add(listener));
  }

  return () => all.forEach((topic) => listeners.get(topic)?.delete(listener));
}

/**
 * Says that a topic has changed.
 * @param {Topic} topic
 * @param {any} [payload]
 */
export function emit(topic, payload) {
  for (const listener of [...(listeners.get(topic) ?? [])]) {
    listener(payload);
  }
}

/** @returns {World} */
export function world() {
  if (!state.world) {
    throw new Error("the world is not loaded yet");
  }

  return state.world;
}

/** @param {string} id @returns {User | undefined} */
export function userById(id) {
  const { users, application } = world();
  return id === application.bot.id ? application.bot : users.find((user) => user.id === id);
}

/** @returns {Guild | undefined} the open server; undefined in direct messages */
export function openGuild() {
  return world().guilds.find((guild) => guild.id === state.guildId);
}

/** @returns {Channel | undefined} the open channel of a server */
export function openChannel() {
  return openGuild()?.channels.find((channel) => channel.id === state.channelId);
}

/** @param {string} userId @param {Guild} [guild] @returns {Member | undefined} */
export function memberOf(userId, guild = openGuild()) {
  return guild?.members.find((member) => member.user.id === userId);
}

/** @param {string} [userId] @returns {Guild[]} the servers a person is in, in the world's order */
export function guildsOf(userId = state.me) {
  return world().guilds.filter((guild) => memberOf(userId, guild));
}

/** @param {string} userId @returns {string} the name shown in the open server */
export function shownName(userId) {
  return memberOf(userId)?.display_name ?? userById(userId)?.display_name ?? "unknown-user";
}

/** @param {Guild} guild @returns {Channel[]} its text channels that the person sees, in order */
export function textChannels(guild) {
  return guild.channels
    .filter((channel) => channel.type !== CATEGORY && state.visible.has(channel.id))
    .sort((a, b) => a.position - b.position);
}

/** @returns {boolean} whether who acts is an admin of the open server */
export function isAdminHere() {
  const member = memberOf(state.me);
  return Boolean(member?.is_admin || member?.is_owner);
}
