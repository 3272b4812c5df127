// The left side: the rail of servers, the channels of the open one, and the person who acts.

import { ApiFailure, setBotPresent } from "./api.js";
import { h, icon } from "./dom.js";
import { openMenu } from "./menu.js";
import { avatar } from "./people.js";
import { hashOf, lastChannel } from "./route.js";
import {
  DIRECT,
  guildsOf,
  isAdminHere,
  memberOf,
  on,
  openGuild,
  state,
  textChannels,
  userById,
  world,
} from "./store.js";

/** @typedef {import("./types.js").Guild} Guild */

/**
 * The rail, the channels and the account panel.
 * @param {{become: (user: string) => void, say: (sentence: string) => void}} settings
 * @returns {HTMLElement}
 */
export function createSidebar({ become, say }) {
  const rail = h("nav", { class: "rail", "aria-label": "Servers" });
  const head = h("div", { class: "side-head" });
  const channels = h("nav", { class: "channels", "aria-label": "Channels" });
  const account = h("div", { class: "account" });

  const draw = () => {
    if (!state.world) {
      return;
    }

    keepFocus(rail, () => rail.replaceChildren(...drawRail()));
    keepFocus(head, () => head.replaceChildren(drawHead(say)));
    keepFocus(channels, () => channels.replaceChildren(...drawChannels()));
    keepFocus(account, () => account.replaceChildren(drawAccount(become)));
  };

  on(["world", "place", "unread", "presence"], draw);
  return h(
    "div",
    { class: "sidebar", id: "sidebar" },
    rail,
    h("div", { class: "side" }, head, channels, account),
  );
}

/**
 * Draws anew, and gives the focus back to what bears the same name.
 * @param {HTMLElement} host
 * @param {() => void} draw
 */
function keepFocus(host, draw) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const testId = focused && host.contains(focused) ? focused.dataset.testid : undefined;
  draw();

  if (testId) {
    /** @type {HTMLElement | null} */ (host.querySelector(`[data-testid="${CSS.escape(testId)}"]`))?.focus();
  }
}

/** @param {string} name @returns {string} up to three letters */
function initials(name) {
  return name
    .split(/[\s\-_]+/)
    .map((word) => [...word][0] ?? "")
    .join("")
    .slice(0, 3);
}

/** @returns {HTMLElement[]} */
function drawRail() {
  const bot = world().application.bot;
  const direct = railItem({
    id: DIRECT,
    name: `Direct messages with ${bot.display_name}`,
    testId: "server-direct",
    href: hashOf(DIRECT, state.directChannels[state.me] ?? ""),
    isUnread: state.unread.has(state.directChannels[state.me] ?? "-"),
    content: icon("chat"),
  });
  const guilds = guildsOf().map((guild) =>
    railItem({
      id: guild.id,
      name: guild.name,
      testId: `server-${guild.name}`,
      href: hashOf(guild.id, lastChannel(guild.id)),
      isUnread: guild.channels.some((channel) => state.unread.has(channel.id)),
      content: guild.icon_url
        ? h("img", { src: guild.icon_url, alt: "" })
        : h("span", { text: initials(guild.name) }),
    }),
  );
  return [direct, h("hr", { class: "rail-line" }), ...guilds];
}

/**
 * @param {{id: string, name: string, testId: string, href: string, isUnread: boolean, content: Node}} item
 */
function railItem({ id, name, testId, href, isUnread, content }) {
  const isOpen = state.guildId === id;
  return h(
    "a",
    {
      class: ["rail-item", isOpen && "is-open", isUnread && "is-unread"],
      href,
      title: name,
      "aria-label": isUnread ? `${name}, new messages` : name,
      "aria-current": isOpen ? "page" : null,
      "data-testid": testId,
    },
    h("span", { class: "rail-mark", "aria-hidden": "true" }),
    h("span", { class: "rail-icon" }, content),
  );
}

/** @param {(sentence: string) => void} say */
function drawHead(say) {
  const guild = openGuild();

  if (!guild) {
    return h("div", { class: "side-title", text: "Direct messages" });
  }

  const button = h(
    "button",
    {
      type: "button",
      class: "side-title side-title-button",
      "aria-haspopup": "menu",
      "data-testid": "server-menu",
      on: { click: () => openServerMenu(guild, button, say) },
    },
    h("span", { text: guild.name }),
    icon("down"),
  );
  return button;
}

/** @param {Guild} guild @param {HTMLElement} anchor @param {(sentence: string) => void} say */
function openServerMenu(guild, anchor, say) {
  const { application } = world();
  const isPresent = guild.bot_present ?? Boolean(memberOf(application.bot.id, guild));
  const change = async () => {
    try {
      await setBotPresent(guild.id, state.me, !isPresent);
      say(
        isPresent
          ? `${application.name} has left ${guild.name}.`
          : `${application.name} has joined ${guild.name}.`,
      );
    } catch (error) {
      say(error instanceof ApiFailure ? error.message : "That did not work.");
    }
  };
  openMenu(anchor, `Menu of ${guild.name}`, [
    { label: guild.name, isHeading: true },
    isAdminHere()
      ? {
          label: isPresent ? `Remove ${application.name}` : `Add ${application.name}`,
          hint: isPresent ? "Throws the bot out of this server" : "Invites the bot into this server",
          isDanger: isPresent,
          run: () => void change(),
        }
      : { label: "You are no admin here", hint: "Switch to one to add or remove the bot" },
  ]);
}

/** @returns {HTMLElement[]} */
function drawChannels() {
  const guild = openGuild();

  if (!guild) {
    const bot = world().application.bot;
    const id = state.directChannels[state.me] ?? "";
    const link = h(
      "a",
      {
        class: "channel is-open",
        href: hashOf(DIRECT, id),
        "aria-current": "page",
        "data-testid": "channel-direct",
      },
      avatar(bot, "avatar avatar-small"),
      h("span", { class: "channel-name", text: bot.display_name }),
      h("span", { class: "bot-tag", text: "BOT" }),
    );
    return [link];
  }

  return textChannels(guild).map((channel) => {
    const isOpen = channel.id === state.channelId;
    const isUnread = state.unread.has(channel.id);
    return h(
      "a",
      {
        class: ["channel", isOpen && "is-open", isUnread && "is-unread"],
        href: hashOf(guild.id, channel.id),
        "aria-current": isOpen ? "page" : null,
        "aria-label": isUnread ? `${channel.name}, new messages` : channel.name,
        "data-testid": `channel-${channel.name}`,
      },
      h("span", { class: "channel-sign", "aria-hidden": "true", text: "#" }),
      h("span", { class: "channel-name", text: channel.name }),
    );
  });
}

/** @param {(user: string) => void} become */
function drawAccount(become) {
  const user = userById(state.me);
  const member = memberOf(state.me);
  const role = member?.is_owner
    ? "Owner of this server"
    : member?.is_admin
      ? "Admin of this server"
      : member
        ? "Member"
        : "";
  const button = h(
    "button",
    {
      type: "button",
      class: "account-button",
      "aria-haspopup": "menu",
      "aria-label": `You are ${user?.display_name ?? "nobody"}. Switch to somebody else`,
      "data-testid": "member-switch",
      "data-user": state.me,
      on: { click: () => openSwitch(button, become) },
    },
    user && avatar(user, "avatar avatar-account"),
    h(
      "span",
      { class: "account-words" },
      h("span", { class: "account-name", text: user?.display_name ?? "" }),
      h("span", { class: "account-role", text: role || user?.username }),
    ),
    icon("swap"),
  );
  return button;
}

/** @param {HTMLElement} anchor @param {(user: string) => void} become */
function openSwitch(anchor, become) {
  const people = world().users.filter((user) => !user.bot);
  openMenu(anchor, "Who are you?", [
    { label: "Be somebody else", isHeading: true },
    ...people.map((user) => ({
      label: user.display_name,
      hint: whereabouts(user.id),
      mark: avatar(user, "avatar avatar-small"),
      isChosen: user.id === state.me,
      testId: `as-${user.username}`,
      run: () => become(user.id),
    })),
  ]);
}

/** @param {string} userId @returns {string} such as "Owner of Night Owls · member of Kino" */
function whereabouts(userId) {
  const places = guildsOf(userId).map((guild) => {
    const member = memberOf(userId, guild);
    return `${member?.is_owner ? "Owner" : member?.is_admin ? "Admin" : "Member"} of ${guild.name}`;
  });
  return places.join(" · ") || "In no server";
}
