// What the menus of a person and of a message offer: the bot's commands of types 2 and 3 among them.

import { ApiFailure, removeMessage } from "./api.js";
import { openMenu } from "./menu.js";
import { avatar } from "./people.js";
import { emit, isAdminHere, state, world } from "./store.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Command} Command */

const USER_COMMAND = 2;
const MESSAGE_COMMAND = 3;

/**
 * The two menus.
 * @param {{use: (command: Command, targetId: string) => void, openDirect: () => void, say: (sentence: string) => void}} settings
 * @returns {{ofMember: (user: import("./types.js").User, anchor: any) => void, ofMessage: (message: Message, anchor: any) => void}}
 */
export function createContextMenus({ use, openDirect, say }) {
  /** @param {number} type @param {string} targetId @returns {import("./menu.js").Action[]} */
  const apps = (type, targetId) => {
    const commands = (state.commands ?? []).filter((command) => command.type === type);
    const mark = () => avatar(world().application.bot, "avatar avatar-tiny");
    return commands.length
      ? [
          { label: "Apps", isHeading: true },
          ...commands.map((command) => ({
            label: command.name,
            mark: mark(),
            testId: `app-${command.name}`,
            run: () => use(command, targetId),
          })),
        ]
      : [];
  };

  /** @param {string} text */
  const copy = (text) => {
    navigator.clipboard?.writeText(text).then(
      () => say("Copied."),
      () => say("The browser did not allow copying."),
    );
  };

  /** @param {Message} message */
  const remove = async (message) => {
    try {
      await removeMessage(message.channel_id, message.id, state.me);
    } catch (error) {
      say(error instanceof ApiFailure ? error.message : "The message could not be deleted.");
    }
  };

  return {
    ofMember(user, anchor) {
      const isBot = user.id === world().application.bot.id;
      openMenu(anchor, `Menu of ${user.display_name}`, [
        ...(isBot ? [{ label: "Message", run: openDirect }] : []),
        { label: "Mention", run: () => emit("insert", `<@${user.id}> `) },
        { label: "Copy user ID", run: () => copy(user.id) },
        ...apps(USER_COMMAND, user.id),
      ]);
    },
    ofMessage(message, anchor) {
      const isOwn = message.author.id === state.me || message.ephemeral_for === state.me;
      openMenu(anchor, "Menu of this message", [
        ...(message.ephemeral_for ? [] : apps(MESSAGE_COMMAND, message.id)),
        { label: "Message", isHeading: true },
        { label: "Copy text", run: () => copy(message.content) },
        { label: "Copy message ID", run: () => copy(message.id) },
        ...(isOwn || isAdminHere()
          ? [
              {
                label: message.ephemeral_for ? "Dismiss message" : "Delete message",
                isDanger: true,
                run: () => void remove(message),
              },
            ]
          : []),
      ]);
    },
  };
}
