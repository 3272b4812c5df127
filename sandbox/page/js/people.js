// Members, roles and channels as lines of a list, for selects, command options and forms.

import { h } from "./dom.js";
import { avatarUrl } from "./links.js";
import { hexColor } from "./markdown-render.js";
import { openGuild, state, textChannels, userById, world } from "./store.js";

/** @typedef {import("./types.js").Item} Item */

/**
 * A person's picture.
 * @param {import("./types.js").User} user
 * @param {string} [className]
 * @returns {HTMLImageElement}
 */
export function avatar(user, className = "avatar") {
  return h("img", { class: className, src: avatarUrl(user), alt: "", loading: "lazy" });
}

/** @returns {Item[]} everybody in the open server; in a direct message the two of it */
export function memberItems() {
  const guild = openGuild();
  const people = guild
    ? guild.members.map((member) => ({ user: member.user, name: member.display_name }))
    : [userById(state.me), world().application.bot].flatMap((user) =>
        user ? [{ user, name: user.display_name }] : [],
      );
  return people.map(({ user, name }) => ({
    label: name,
    value: user.id,
    description: user.username,
    mark: avatar(user, "avatar avatar-small"),
  }));
}

/** @returns {Item[]} */
export function roleItems() {
  return (openGuild()?.roles ?? []).map((role) => {
    const mark = h("span", { class: "role-dot" });
    mark.style.background = role.color ? hexColor(role.color) : "";
    return { label: `@${role.name.replace(/^@/, "")}`, value: role.id, mark };
  });
}

/** @param {number[]} [types] only channels of these @returns {Item[]} */
export function channelItems(types) {
  const guild = openGuild();
  const channels = guild ? textChannels(guild) : [];
  return channels
    .filter((channel) => !types?.length || types.includes(channel.type))
    .map((channel) => ({ label: `#${channel.name}`, value: channel.id, description: channel.topic }));
}

/**
 * The lines of a select of Discord's types 5 to 8, with the bot's defaults marked.
 * @param {import("./types.js").Component} component
 * @returns {Item[]}
 */
export function entityItems(component) {
  /** @type {Record<number, () => Item[]>} */
  const sources = {
    5: memberItems,
    6: roleItems,
    7: () => [...memberItems(), ...roleItems()],
    8: () => channelItems(component.channel_types),
  };
  const defaults = new Set((component.default_values ?? []).map((/** @type {{id: string}} */ one) => one.id));
  return (sources[component.type]?.() ?? []).map((item) => ({
    ...item,
    isDefault: defaults.has(item.value),
  }));
}

/**
 * The lines of a string select.
 * @param {import("./types.js").Component} component
 * @returns {Item[]}
 */
export function stringItems(component) {
  return (component.options ?? []).map((/** @type {any} */ option) => ({
    label: option.label,
    value: option.value,
    description: option.description,
    isDefault: Boolean(option.default),
    mark: option.emoji ? emojiMark(option.emoji) : null,
  }));
}

/**
 * An emoji of a button or an option; a custom one by its name.
 * @param {{id?: string | null, name?: string | null}} emoji
 * @returns {HTMLElement}
 */
export function emojiMark(emoji) {
  return h("span", { class: "emoji", text: emoji.id ? `:${emoji.name}:` : emoji.name });
}
