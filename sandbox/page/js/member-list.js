// The right side: who is in the open server, admins first, each with a menu.

import { append, h, icon } from "./dom.js";
import { hexColor } from "./markdown-render.js";
import { avatar } from "./people.js";
import { on, openGuild, state, world } from "./store.js";

/**
 * The list of who is in the open server, on the right.
 * @param {(user: import("./types.js").User, anchor: any) => void} openMemberMenu
 * @returns {HTMLElement}
 */
export function createMemberList(openMemberMenu) {
  const element = h("aside", { class: "members", id: "members", "aria-label": "Members", tabindex: "-1" });

  const draw = () => {
    if (!state.world) {
      return;
    }

    const members = openGuild()?.members ?? [];
    const isOnline = world().application.online;
    /** @type {[string, typeof members][]} */
    const groups = [
      ["Admins", members.filter((member) => !member.is_bot && (member.is_admin || member.is_owner))],
      ["Members", members.filter((member) => !member.is_bot && !member.is_admin && !member.is_owner)],
      ["Bots", members.filter((member) => member.is_bot)],
    ];
    element.replaceChildren();

    for (const [title, group] of groups) {
      if (group.length) {
        append(element, [
          h("h2", { class: "members-title", text: `${title} — ${group.length}` }),
          h(
            "ul",
            { class: "members-list" },
            group.map((member) => drawMember(member, isOnline, openMemberMenu)),
          ),
        ]);
      }
    }
  };

  on(["world", "place", "presence"], draw);
  return element;
}

/**
 * @param {import("./types.js").Member} member
 * @param {boolean} isOnline
 * @param {(user: any, anchor: any) => void} openMemberMenu
 */
function drawMember(member, isOnline, openMemberMenu) {
  const isAway = member.is_bot && !isOnline;
  const name = h("span", { class: "member-name", text: member.display_name });

  if (member.color) {
    name.style.setProperty("--name", hexColor(member.color));
  }

  const button = h(
    "button",
    {
      type: "button",
      class: ["member", isAway && "is-away"],
      "aria-haspopup": "menu",
      "data-testid": `member-${member.user.username}`,
      title: `${member.user.username}: menu`,
      on: {
        click: () => openMemberMenu(member.user, button),
        contextmenu: (/** @type {MouseEvent} */ event) => {
          event.preventDefault();
          openMemberMenu(
            member.user,
            event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : button,
          );
        },
      },
    },
    h(
      "span",
      { class: ["member-face", member.is_bot && (isOnline ? "is-online" : "is-offline")] },
      avatar(member.user, "avatar avatar-small"),
    ),
    name,
    member.is_owner && h("span", { class: "member-sign", title: "Owner" }, icon("crown")),
    member.is_admin &&
      !member.is_owner &&
      h("span", { class: "member-sign", title: "Admin" }, icon("shield")),
    member.is_bot && h("span", { class: "bot-tag", text: "BOT" }),
  );
  return h("li", {}, button);
}
