// Where the person is: in the address (#/server/channel?as=user) and remembered for the next visit.

import { DIRECT, guildsOf, state, textChannels, world } from "./store.js";

const REMEMBERED = "sandbox-place";

/** @typedef {{me: string, guildId: string, channelId: string}} Place */

/**
 * The place to open: what the address says, then what is remembered, then the first there is. It may not
 * exist, or not for this person: `settle` finds the nearest that does.
 * @returns {Place}
 */
export function wantedPlace() {
  const asked = { ...remembered(), ...fromHash() };
  const users = world().users.filter((user) => !user.bot);
  const me = users.find((user) => user.id === asked.me)?.id ?? users[0]?.id ?? "";
  return { me, guildId: asked.guildId ?? "", channelId: asked.channelId ?? "" };
}

/**
 * The nearest place that exists and that the person may see.
 * @param {Place} place
 * @returns {Place}
 */
export function settle({ me, guildId, channelId }) {
  const guilds = guildsOf(me);

  if (guildId === DIRECT || !guilds.length) {
    return { me, guildId: DIRECT, channelId: state.directChannels[me] ?? "" };
  }

  const guild = guilds.find((one) => one.id === guildId) ?? guilds[0];
  const channels = textChannels(guild);
  const channel = channels.find((one) => one.id === (channelId || lastChannel(guild.id))) ?? channels[0];
  return { me, guildId: guild.id, channelId: channel?.id ?? "" };
}

/** @returns {Partial<Place>} what the address names */
function fromHash() {
  const match = /^#\/([^/?]+)(?:\/([^/?]+))?(?:\?(.*))?$/.exec(location.hash);

  if (!match) {
    return {};
  }

  const me = new URLSearchParams(match[3] ?? "").get("as");
  return { guildId: match[1], channelId: match[2] ?? "", ...(me ? { me } : {}) };
}

/**
 * The address of a place.
 * @param {string} guildId
 * @param {string} channelId
 * @param {string} [me]
 * @returns {string}
 */
export function hashOf(guildId, channelId, me = state.me) {
  return `#/${guildId}${channelId ? `/${channelId}` : ""}?as=${me}`;
}

/** Writes the open place into the address, without a new step in the history, and remembers it. */
export function rememberPlace() {
  const { me, guildId, channelId } = state;
  const hash = hashOf(guildId, channelId);

  if (location.hash !== hash) {
    history.replaceState(null, "", hash);
  }

  const known = remembered();
  const channels = { ...known.channels, [guildId]: channelId };

  try {
    localStorage.setItem(REMEMBERED, JSON.stringify({ me, guildId, channelId, channels }));
  } catch {
    // a browser may refuse storage: the page works without
  }
}

/** @param {string} guildId @returns {string} the channel last open there */
export function lastChannel(guildId) {
  return remembered().channels?.[guildId] ?? "";
}

/** @returns {Partial<Place> & {channels?: Record<string, string>}} */
function remembered() {
  try {
    const value = JSON.parse(localStorage.getItem(REMEMBERED) ?? "{}");
    return value && typeof value === "object" ? value : {};
  } catch {
    return {};
  }
}
